package io.llmdevops.copilot.incidents.watches;

import io.llmdevops.copilot.incidents.SignalKind;
import io.llmdevops.copilot.sources.MetricQuery;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// One query that is asked at every interval; each series of its answer has a detector. One watch
/// covers all services, so that the number of queries does not grow with theirs.
record WatchDefinition(
    String name, Origin origin, Measure measure, Queries queries, Duration interval) {
  enum Origin {
    DISCOVERED,
    CONFIGURED
  }

  /// What the values are, and in which direction they are a problem.
  record Measure(SignalKind kind, String unit, SignalKind.Badness badness) {
    static Measure of(SignalKind kind) {
      return new Measure(kind, kind.unit(), kind.badness());
    }
  }

  /// @param source the name of the metrics source
  /// @param traffic requests per second behind each series of `value`, with the same labels: what
  ///   tells two failures of three requests from two thousand of three thousand
  /// @param serviceLabel the label that names the service; null where none does
  record Queries(
      String source,
      MetricQuery value,
      @Nullable MetricQuery traffic,
      @Nullable String serviceLabel) {}

  WatchDefinition {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a watch needs a name");
    }
    if (interval.toMillis() < 1) {
      throw new IllegalArgumentException(
          "watch '%s' needs an interval of at least 1 ms, was %s".formatted(name, interval));
    }
  }

  /// The same watch has the same id on every pod and after each restart; another query or interval
  /// is another watch, because its detectors would see other numbers.
  String id() {
    String identity =
        String.join(
            "\n",
            queries.source(),
            QueryJson.write(queries.value()),
            Long.toString(interval.toMillis()),
            measure.kind().name());
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(identity.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
