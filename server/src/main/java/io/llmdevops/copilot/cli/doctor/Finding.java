package io.llmdevops.copilot.cli.doctor;

import java.util.Optional;

/// What one check found.
///
/// @param mend what to do about it; absent when all is well
public record Finding(String check, State state, String detail, Optional<String> mend) {
  public enum State {
    OK,
    /// Works, with less.
    WARN,
    FAIL
  }

  static Finding ok(String check, String detail) {
    return new Finding(check, State.OK, detail, Optional.empty());
  }

  static Finding warn(String check, String detail, String mend) {
    return new Finding(check, State.WARN, detail, Optional.of(mend));
  }

  static Finding fail(String check, String detail, String mend) {
    return new Finding(check, State.FAIL, detail, Optional.of(mend));
  }
}
