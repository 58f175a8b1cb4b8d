package io.llmdevops.copilot.incidents.correlation;

import io.llmdevops.copilot.incidents.Severity;
import io.llmdevops.copilot.incidents.Signal;

/// How much something hurts. An alert says so itself; of a signal the kind and the level decide.
final class Impact {
  private static final double MANY_ERRORS = 0.2;
  private static final double HALF_AWAY = 0.5;
  private static final double FULL = 0.95;
  private static final double MUCH_SLOWER = 10;
  private static final double LONG_WAIT_SECONDS = 1;
  private static final int MANY_SERVICES = 5;

  private Impact() {}

  static Severity of(Observation observation) {
    return switch (observation) {
      case Observation.OfAlert alert -> alert.severity();
      case Observation.OfSignal(Signal signal) -> of(signal);
    };
  }

  private static Severity of(Signal signal) {
    Signal.Measure measure = signal.deviation().measure();
    double observed = measure.observed();
    return switch (signal.origin().kind()) {
      case ERROR_RATIO -> observed >= MANY_ERRORS ? Severity.CRITICAL : Severity.WARNING;
      case AVAILABILITY -> observed <= HALF_AWAY ? Severity.CRITICAL : Severity.WARNING;
      case LATENCY_MEAN, LATENCY_P99 ->
          seconds(signal, observed) >= LONG_WAIT_SECONDS
                  && observed >= MUCH_SLOWER * measure.expected()
              ? Severity.CRITICAL
              : Severity.WARNING;
      case DISK_USE, POOL_USE ->
          observed >= FULL && signal.origin().unit().equals("ratio")
              ? Severity.WARNING
              : Severity.INFO;
      case REQUEST_RATE, CUSTOM, RESTARTS -> Severity.WARNING;
      case CPU, MEMORY, GC_PAUSE, QUEUE_LENGTH, NETWORK -> Severity.INFO;
    };
  }

  private static double seconds(Signal signal, double value) {
    return switch (signal.origin().unit()) {
      case "ms" -> value / 1_000;
      case "us" -> value / 1_000_000;
      default -> value;
    };
  }

  /// One step worse where many services are affected, or where users come in.
  static Severity spread(Severity worst, int services, boolean entryAffected) {
    boolean wide = services >= MANY_SERVICES || (entryAffected && services >= 2);
    return wide ? worse(worst) : worst;
  }

  private static Severity worse(Severity severity) {
    return switch (severity) {
      case INFO -> Severity.WARNING;
      case WARNING, CRITICAL -> Severity.CRITICAL;
    };
  }

  static Severity worst(Severity one, Severity other) {
    return one.compareTo(other) <= 0 ? one : other;
  }

  /// What users feel, as against what a machine feels.
  static boolean userFacing(Signal signal) {
    return switch (signal.origin().kind()) {
      case ERROR_RATIO, LATENCY_MEAN, LATENCY_P99, AVAILABILITY, REQUEST_RATE -> true;
      case CPU, MEMORY, GC_PAUSE, POOL_USE, QUEUE_LENGTH, RESTARTS, DISK_USE, NETWORK, CUSTOM ->
          false;
    };
  }
}
