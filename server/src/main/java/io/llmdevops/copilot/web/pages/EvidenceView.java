package io.llmdevops.copilot.web.pages;

import io.llmdevops.copilot.incidents.Evidence;
import io.llmdevops.copilot.incidents.Quantity;
import io.llmdevops.copilot.incidents.Signal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One piece of evidence: what was asked, and its answer as a chart with a text alternative.
public record EvidenceView(
    int number, Source source, Interval interval, @Nullable Band band, Digest digest) {

  public record Source(
      String id, String title, String system, String query, String unit, Proof proof) {}

  /// What makes the answer checkable: the range that was asked for and the hash of what came back.
  public record Proof(Moment start, Moment end, String step, String sha256, Moment capturedAt) {
    public String shortHash() {
      return sha256.length() > 12 ? sha256.substring(0, 12) : sha256;
    }
  }

  /// The shaded part of the chart; `endMillis` is null while the trouble lasts.
  public record Interval(long startMillis, @Nullable Long endMillis) {}

  /// The expected range that the detector had learnt, in the unit of the series.
  public record Band(double lower, double upper) {}

  /// The chart in words and a short table.
  public record Digest(String sentence, List<Line> lines) {
    public record Line(String series, String before, String during, String highest) {}
  }

  public String anchor() {
    return "e" + number;
  }

  static EvidenceView of(
      int number, Evidence evidence, Interval interval, Optional<Signal> signal, Instant now) {
    Evidence.Query query = evidence.query();
    Evidence.Answer answer = evidence.answer();
    Chart chart = Chart.read(answer.json(), query.unit());
    return new EvidenceView(
        number,
        new Source(
            evidence.id().toString(),
            evidence.title(),
            query.source(),
            query.text(),
            query.unit(),
            new Proof(
                new Moment(query.range().start(), now),
                new Moment(query.range().end(), now),
                new Quantity(query.range().step().toMillis() / 1000.0, "s").text(),
                answer.sha256(),
                new Moment(answer.capturedAt(), now))),
        interval,
        signal
            .map(Signal::deviation)
            .map(Signal.Deviation::measure)
            .filter(measure -> Double.isFinite(measure.lower()) && Double.isFinite(measure.upper()))
            .map(measure -> new Band(measure.lower(), measure.upper()))
            .orElse(null),
        chart.digest(interval));
  }
}
