package io.llmdevops.copilot.incidents.watches;

import io.llmdevops.copilot.incidents.Signal;
import io.llmdevops.copilot.incidents.detection.Direction;
import io.llmdevops.copilot.incidents.detection.SeriesDetector;
import io.llmdevops.copilot.incidents.detection.Verdict;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/// The real memory of a series: the detection chain.
final class DetectedSeries implements SeriesMemory {
  static final Origin ORIGIN =
      new Origin() {
        @Override
        public SeriesMemory create() {
          return new DetectedSeries(new SeriesDetector());
        }

        @Override
        public SeriesMemory read(DataInput in) throws IOException {
          return new DetectedSeries(SeriesDetector.readFrom(in));
        }
      };

  private final SeriesDetector detector;

  private DetectedSeries(SeriesDetector detector) {
    this.detector = detector;
  }

  @Override
  public Reading observe(long epochMillis, double value) {
    Verdict verdict = detector.observe(epochMillis, value);
    Verdict.Range range = verdict.range();
    return new Reading(
        stage(verdict),
        verdict.deviation().onsetMillis(),
        direction(verdict),
        detector.young(),
        new Signal.Measure(
            verdict.score(),
            verdict.deviation().strength(),
            verdict.observed(),
            range.expected(),
            range.lower(),
            range.upper()));
  }

  private static Reading.Stage stage(Verdict verdict) {
    return switch (verdict.phase()) {
      case QUIET, CLOSES -> Reading.Stage.QUIET;
      case OPENS, WORSENS -> Reading.Stage.FOUND;
      case REOPENS -> Reading.Stage.REPEATS;
      case CONTINUES -> Reading.Stage.CONTINUES;
    };
  }

  private static Signal.Direction direction(Verdict verdict) {
    Direction direction = verdict.deviation().direction();
    return switch (direction) {
      case UP -> Signal.Direction.UP;
      case DOWN -> Signal.Direction.DOWN;
      case NONE ->
          verdict.observed() >= verdict.range().expected()
              ? Signal.Direction.UP
              : Signal.Direction.DOWN;
    };
  }

  @Override
  public void writeTo(DataOutput out) throws IOException {
    detector.writeTo(out);
  }
}
