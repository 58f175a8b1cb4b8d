package io.llmdevops.copilot.incidents.correlation;

import io.llmdevops.copilot.incidents.Signal;

/// What an observation is worth by itself.
enum Grade {
  /// Opens an incident alone.
  OPENS,
  /// Opens one together with a second witness.
  SUPPORTS,
  /// Is added to an incident that there is, and opens none.
  JOINS;

  /// A fall of traffic to less than this share of the expected is felt by users.
  private static final double COLLAPSE = 0.3;

  static Grade of(Observation observation, CorrelationRules rules) {
    return switch (observation) {
      case Observation.OfSignal(Signal signal) -> of(signal, rules.strength());
      case Observation.OfAlert alert ->
          switch (alert.severity()) {
            case CRITICAL, WARNING -> OPENS;
            case INFO -> JOINS;
          };
    };
  }

  private static Grade of(Signal signal, CorrelationRules.Strength strength) {
    double sigmas = signal.deviation().measure().strength();
    Grade weak = sigmas >= strength.corroborating() ? SUPPORTS : JOINS;
    return switch (signal.origin().kind()) {
      case ERROR_RATIO, LATENCY_MEAN, LATENCY_P99, AVAILABILITY, CUSTOM ->
          sigmas >= strength.opening() ? OPENS : weak;
      case CPU, MEMORY, GC_PAUSE, POOL_USE, QUEUE_LENGTH, RESTARTS, DISK_USE ->
          sigmas >= strength.saturation() ? OPENS : weak;
      case REQUEST_RATE -> sigmas >= strength.opening() && collapsed(signal) ? OPENS : weak;
      case NETWORK -> weak;
    };
  }

  private static boolean collapsed(Signal signal) {
    Signal.Measure measure = signal.deviation().measure();
    return signal.deviation().direction() == Signal.Direction.DOWN
        && measure.observed() < COLLAPSE * measure.expected();
  }
}
