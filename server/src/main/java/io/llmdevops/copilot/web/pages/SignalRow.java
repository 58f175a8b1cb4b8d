package io.llmdevops.copilot.web.pages;

import io.llmdevops.copilot.incidents.Quantity;
import io.llmdevops.copilot.incidents.Signal;
import java.time.Instant;

/// One episode of a watched series, as a line of a table.
public record SignalRow(
    String key, Subject subject, Seen seen, Moment onset, String duration, boolean open) {

  public record Subject(String service, String metric, String series) {}

  /// `expected` is the range that the detector would have taken for normal.
  public record Seen(
      String observed, String typical, String expected, String strength, boolean up) {}

  static SignalRow of(Signal signal, Instant now) {
    Signal.Measure measure = signal.deviation().measure();
    String unit = signal.origin().unit();
    Instant ended = signal.deviation().endedAt();
    return new SignalRow(
        "s" + signal.id(),
        new Subject(
            signal.origin().service(),
            signal.origin().kind().title(),
            signal.origin().labels().toString()),
        new Seen(
            new Quantity(measure.observed(), unit).text(),
            new Quantity(measure.expected(), unit).text(),
            new Quantity(measure.lower(), unit).text()
                + " to "
                + new Quantity(measure.upper(), unit).text(),
            Quantity.digits(measure.strength()) + "σ",
            signal.deviation().direction() == Signal.Direction.UP),
        new Moment(signal.deviation().onset(), now),
        Elapsed.between(signal.deviation().onset(), ended == null ? now : ended).text(),
        ended == null);
  }
}
