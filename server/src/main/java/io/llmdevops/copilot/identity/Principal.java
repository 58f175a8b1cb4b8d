package io.llmdevops.copilot.identity;

/// Who is asking.
///
/// @param name as it appears in timelines and logs
/// @param highest the most that they may do
public record Principal(String name, Kind kind, Permission highest) {
  /// Everybody on this machine, as long as no token is set.
  public static final Principal LOCAL = new Principal("local", Kind.LOCAL, Permission.ADMIN);

  /// Whoever shows the admin token.
  public static final Principal ADMIN = new Principal("admin", Kind.TOKEN, Permission.ADMIN);

  public enum Kind {
    LOCAL,
    /// A program, with a bearer token.
    TOKEN,
    /// A person at a browser, with a cookie.
    SESSION
  }

  public Principal {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a principal needs a name");
    }
  }

  public boolean may(Permission permission) {
    return highest.includes(permission);
  }
}
