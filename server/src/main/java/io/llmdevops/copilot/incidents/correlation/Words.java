package io.llmdevops.copilot.incidents.correlation;

import io.llmdevops.copilot.incidents.Quantity;
import io.llmdevops.copilot.incidents.Signal;
import java.time.Duration;

/// How observations and times read in a timeline.
final class Words {
  private Words() {}

  static String what(Observation observation) {
    return switch (observation) {
      case Observation.OfSignal(Signal signal) -> signal.origin().kind().title();
      case Observation.OfAlert alert -> "alert " + alert.what();
    };
  }

  static String of(Duration duration) {
    long seconds = Math.max(0, duration.toSeconds());
    if (seconds < 120) {
      return seconds + " s";
    }
    return seconds < 7_200 ? seconds / 60 + " min" : seconds / 3_600 + " h";
  }

  static String joined(Signal signal) {
    Signal.Measure measure = signal.deviation().measure();
    String unit = signal.origin().unit();
    return "%s of %s %s, expected %s"
        .formatted(
            signal.origin().kind().title(),
            signal.origin().place(),
            new Quantity(measure.observed(), unit).plain(),
            new Quantity(measure.expected(), unit).plain());
  }
}
