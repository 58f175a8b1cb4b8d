package io.llmdevops.copilot.incidents.watches;

import io.llmdevops.copilot.platform.errors.CopilotException;
import io.llmdevops.copilot.sources.MetricQuery;
import io.llmdevops.copilot.sources.MetricSource;
import io.llmdevops.copilot.sources.TimeRange;
import io.llmdevops.copilot.sources.TimeSeries;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// The answers of a source for one span.
record SourceAnswers(List<TimeSeries> values, List<TimeSeries> traffic, List<String> warnings) {
  private static final ExecutorService THREADS =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("watch-query-", 0).factory());

  SourceAnswers {
    values = List.copyOf(values);
    traffic = List.copyOf(traffic);
    warnings = List.copyOf(warnings);
  }

  /// Asks for one sample at the end of each interval. Throws `Unavailable` after `deadline`, even
  /// if the source itself would wait for ever.
  static SourceAnswers ask(
      MetricSource source, WatchDefinition watch, Span span, Duration deadline) {
    TimeRange range =
        new TimeRange(span.from().plus(watch.interval()), span.to(), watch.interval());
    @Nullable MetricQuery traffic = watch.queries().traffic();
    return within(
        deadline,
        watch.name(),
        () -> {
          MetricSource.Result values = source.range(watch.queries().value(), range);
          List<String> warnings = new ArrayList<>(values.warnings());
          List<TimeSeries> requests = List.of();
          if (traffic != null) {
            MetricSource.Result result = source.range(traffic, range);
            warnings.addAll(result.warnings());
            requests = result.series();
          }
          return new SourceAnswers(values.series(), requests, warnings);
        });
  }

  /// A warning that the answer is not complete; remarks about the query's style do not count.
  Optional<String> incomplete() {
    return warnings.stream().filter(warning -> !warning.startsWith("PromQL ")).findFirst();
  }

  private static SourceAnswers within(
      Duration deadline, String what, java.util.concurrent.Callable<SourceAnswers> call) {
    Future<SourceAnswers> answer = THREADS.submit(call);
    try {
      return answer.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw new CopilotException.Unavailable(
          "the source did not answer '%s' within %d s".formatted(what, deadline.toSeconds()),
          Duration.ofSeconds(5),
          e);
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw new CopilotException.Unavailable("the server is stopping", Duration.ofSeconds(5), e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof CopilotException known) {
        throw known;
      }
      throw new CopilotException.Internal("asking the source for '" + what + "'", e.getCause());
    }
  }
}
