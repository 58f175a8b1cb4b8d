package io.llmdevops.copilot.web.pages;

import java.util.List;

/// The incident list with its filters. `here` is its own address, `next` that of the following
/// slice, or empty.
public record ListView(
    ListQuery query,
    String here,
    List<IncidentRow> rows,
    String next,
    Saved saved,
    List<String> services) {

  /// The visitor's own views.
  public record Saved(List<View> views) {
    public record View(String id, String name, String href, boolean current) {}
  }
}
