package io.llmdevops.copilot.sources;

import io.llmdevops.copilot.platform.errors.CopilotException.BadRequest;
import io.llmdevops.copilot.platform.errors.CopilotException.TooLarge;
import io.llmdevops.copilot.platform.errors.CopilotException.Unavailable;
import io.llmdevops.copilot.platform.telemetry.Meters;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/// Counts and times what is asked of a source: `copilot_source_queries_seconds` by `source`,
/// `operation` and `result`.
record MeasuredSource(MetricSource source, Meters meters) implements MetricSource {
  @Override
  public String name() {
    return source.name();
  }

  @Override
  public Series series(List<String> metrics, Instant start, Instant end) {
    return timed("series", () -> source.series(metrics, start, end));
  }

  @Override
  public Set<String> metricNames(Instant start, Instant end) {
    return timed("names", () -> source.metricNames(start, end));
  }

  @Override
  public Result range(MetricQuery query, TimeRange range) {
    return timed("range", () -> source.range(query, range));
  }

  @Override
  public Result instant(MetricQuery query, Instant at) {
    return timed("instant", () -> source.instant(query, at));
  }

  @Override
  public String text(MetricQuery query) {
    return source.text(query);
  }

  @Override
  public Duration probe() {
    return timed("probe", source::probe);
  }

  private <T> T timed(String operation, Supplier<T> call) {
    long begin = System.nanoTime();
    String result = "defect";
    try {
      T answer = call.get();
      result = "success";
      return answer;
    } catch (BadRequest e) {
      result = "refused";
      throw e;
    } catch (TooLarge e) {
      result = "too_large";
      throw e;
    } catch (Unavailable e) {
      result = "unavailable";
      throw e;
    } finally {
      Duration took = Duration.ofNanos(System.nanoTime() - begin);
      meters.time(
          "copilot.source.queries",
          took,
          "source",
          name(),
          "operation",
          operation,
          "result",
          result);
    }
  }
}
