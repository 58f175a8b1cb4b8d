package io.llmdevops.copilot.incidents.detection;

/// Which way a value left its expected range.
public enum Direction {
  NONE,
  UP,
  DOWN;

  /// In stored state.
  int sign() {
    return switch (this) {
      case NONE -> 0;
      case UP -> 1;
      case DOWN -> -1;
    };
  }

  static Direction ofSign(int sign) throws StateFormatException {
    return switch (sign) {
      case 0 -> NONE;
      case 1 -> UP;
      case -1 -> DOWN;
      default -> throw new StateFormatException("there is no direction " + sign);
    };
  }
}
