package io.llmdevops.copilot.identity;

/// What somebody may do, from little to much; each includes those before it.
public enum Permission {
  /// See everything.
  READ,
  /// Work on incidents: acknowledge, comment, resolve, silence.
  OPERATE,
  /// Change how the server itself behaves.
  ADMIN;

  public boolean includes(Permission other) {
    return compareTo(other) >= 0;
  }
}
