package io.llmdevops.copilot.platform.health;

import java.util.Optional;

/// One dependency. A bean of this type is asked by every probe; it may take its time, but what
/// takes longer than two seconds counts as failed.
public interface HealthCheck {
  /// A word: `database`, `redis`, `sources`.
  String name();

  /// Whether this server can answer requests without it. When a needed one is down the server is
  /// not ready.
  boolean needed();

  /// May throw: that is down, with the message as its reason.
  Result check();

  /// What is known without asking, told when the answer takes too long.
  default Optional<String> suspicion() {
    return Optional.empty();
  }

  /// @param detail a few words for people, without secrets; may be empty
  record Result(State state, String detail) {
    public static Result notConfigured(String detail) {
      return new Result(State.NOT_CONFIGURED, detail);
    }

    public static Result up(String detail) {
      return new Result(State.UP, detail);
    }

    public static Result degraded(String detail) {
      return new Result(State.DEGRADED, detail);
    }

    public static Result down(String detail) {
      return new Result(State.DOWN, detail);
    }
  }

  /// From good to bad.
  enum State {
    /// Not there, and nothing is missing.
    NOT_CONFIGURED,
    UP,
    /// Works with less: slower, or without something.
    DEGRADED,
    DOWN
  }
}
