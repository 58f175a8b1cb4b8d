package io.llmdevops.copilot.web.pages;

/// What every page has around its content. `section` is the entry of the navigation that is
/// current; `theme` is "dark", "light", or empty to follow the system; `sequence` is the last
/// change that the page has seen, from which its live feed goes on.
public record Shell(
    String title, String section, String theme, Visitor visitor, Assets assets, Live live) {

  /// `token` protects the forms against requests from other sites.
  public record Visitor(String name, String token, boolean mayChange, boolean maySignOut) {}

  /// `feed` is the address of the server-sent events.
  public record Live(String feed, long sequence, long open) {}

  public String asset(String name) {
    return assets.url(name);
  }

  public boolean in(String other) {
    return section.equals(other);
  }
}
