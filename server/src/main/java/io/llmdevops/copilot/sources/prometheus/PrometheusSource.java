package io.llmdevops.copilot.sources.prometheus;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonToken;
import io.llmdevops.copilot.sources.Labels;
import io.llmdevops.copilot.sources.MetricQuery;
import io.llmdevops.copilot.sources.MetricSource;
import io.llmdevops.copilot.sources.TimeRange;
import io.llmdevops.copilot.sources.TimeSeries;
import io.llmdevops.copilot.sources.http.BoundedHttp;
import io.llmdevops.copilot.sources.http.BoundedHttp.Parameter;
import io.llmdevops.copilot.sources.http.Endpoint;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// A Prometheus, or what speaks its API.
public final class PrometheusSource implements MetricSource, AutoCloseable {
  private final String name;
  private final BoundedHttp http;
  private final Limits limits;
  private final PrometheusApi api;

  public PrometheusSource(String name, Endpoint endpoint, Limits limits) {
    this.name = name;
    this.http = new BoundedHttp(endpoint);
    this.limits = limits;
    this.api = new PrometheusApi(name, http);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String text(MetricQuery query) {
    return PromQlText.of(query);
  }

  @Override
  public Result range(MetricQuery query, TimeRange range) {
    String expression = text(query);
    List<TimeRange> parts = parts(range);
    List<List<TimeSeries>> answers = new ArrayList<>();
    Set<String> warnings = new LinkedHashSet<>();
    long left = limits.maxSamples();
    long deadline = System.nanoTime() + requestTimeout().toNanos();
    for (TimeRange part : parts) {
      SampleReader samples = reader(left);
      Duration time = Duration.ofNanos(Math.max(1_000_000, deadline - System.nanoTime()));
      List<Parameter> parameters = rangeParameters(expression, part, time);
      warnings.addAll(api.post("/api/v1/query_range", parameters, samples, time).warnings());
      warnings.addAll(samples.warnings());
      left -= samples.samples();
      answers.add(samples.series());
    }
    List<TimeSeries> series = answers.size() == 1 ? answers.getFirst() : joined(answers);
    return new Result(series, List.copyOf(warnings));
  }

  @Override
  public Result instant(MetricQuery query, Instant at) {
    SampleReader samples = reader(limits.maxSamples());
    List<String> warnings =
        new ArrayList<>(
            api.post(
                    "/api/v1/query",
                    List.of(
                        new Parameter("query", text(query)),
                        new Parameter("time", seconds(at)),
                        timeout(requestTimeout())),
                    samples,
                    requestTimeout())
                .warnings());
    warnings.addAll(samples.warnings());
    return new Result(samples.series(), warnings);
  }

  @Override
  public Series series(List<String> metrics, Instant start, Instant end) {
    if (metrics.isEmpty()) {
      return new Series(List.of(), false);
    }
    List<Parameter> parameters = new ArrayList<>(between(start, end, limits.maxSeries() + 1));
    for (String metric : metrics) {
      parameters.add(new Parameter("match[]", PromQlText.selector(metric, List.of())));
    }
    LabelReader labels = new LabelReader(limits.labelsPerSeries());
    List<Labels> found = new ArrayList<>();
    boolean whole =
        api.post(
                "/api/v1/series",
                parameters,
                json -> {
                  if (json.currentToken() != JsonToken.START_ARRAY) {
                    json.skipChildren();
                    return true;
                  }
                  while (json.nextToken() != JsonToken.END_ARRAY) {
                    Labels set = labels.read(json);
                    if (set != null) {
                      if (found.size() == limits.maxSeries()) {
                        return false;
                      }
                      found.add(set);
                    }
                  }
                  return true;
                },
                requestTimeout())
            .complete();
    return new Series(found, !whole || labels.refused() > 0);
  }

  @Override
  public Set<String> metricNames(Instant start, Instant end) {
    Set<String> names = new TreeSet<>();
    api.get(
        "/api/v1/label/__name__/values",
        between(start, end, limits.maxSeries()),
        json -> {
          if (json.currentToken() != JsonToken.START_ARRAY) {
            json.skipChildren();
            return true;
          }
          for (JsonToken t = json.nextToken(); t != JsonToken.END_ARRAY; t = json.nextToken()) {
            if (t != JsonToken.VALUE_STRING) {
              throw new JsonParseException(json, "a metric name must be a string");
            }
            if (names.size() == limits.maxSeries()) {
              return false;
            }
            names.add(json.getText());
          }
          return true;
        });
    return names;
  }

  /// Asks for a constant: it needs the query engine and no data, and answers at once.
  @Override
  public Duration probe() {
    long begin = System.nanoTime();
    var _ =
        api.get(
            "/api/v1/query",
            List.of(new Parameter("query", "1"), timeout(requestTimeout())),
            reader(limits.maxSamples()));
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  @Override
  public void close() {
    http.close();
  }

  private SampleReader reader(long samples) {
    return new SampleReader(
        new Limits(
            limits.maxSeries(),
            Math.max(1, samples),
            limits.labelsPerSeries(),
            limits.pointsPerSeries()));
  }

  private List<Parameter> rangeParameters(String expression, TimeRange range, Duration limit) {
    return List.of(
        new Parameter("query", expression),
        new Parameter("start", seconds(range.start())),
        new Parameter("end", seconds(range.end())),
        new Parameter("step", seconds(range.step().toMillis())),
        timeout(limit));
  }

  /// `limit` is known to Prometheus 2.53 and later and ignored by earlier ones.
  private static List<Parameter> between(Instant start, Instant end, int limit) {
    return List.of(
        new Parameter("start", seconds(start)),
        new Parameter("end", seconds(end)),
        new Parameter("limit", Integer.toString(limit)));
  }

  /// Tells the server when we stop waiting, so that it stops working then.
  private static Parameter timeout(Duration limit) {
    return new Parameter("timeout", limit.toMillis() + "ms");
  }

  private Duration requestTimeout() {
    return http.endpoint().requestTimeout();
  }

  private static String seconds(Instant time) {
    return seconds(time.toEpochMilli());
  }

  private static String seconds(long millis) {
    return BigDecimal.valueOf(millis, 3).toPlainString();
  }

  private List<TimeRange> parts(TimeRange range) {
    if (range.points() <= limits.pointsPerSeries()) {
      return List.of(range);
    }
    Duration length = range.step().multipliedBy(limits.pointsPerSeries() - 1L);
    List<TimeRange> parts = new ArrayList<>();
    Instant start = range.start();
    while (!start.isAfter(range.end())) {
      Instant end = start.plus(length);
      parts.add(new TimeRange(start, end.isAfter(range.end()) ? range.end() : end, range.step()));
      start = end.plus(range.step());
    }
    return parts;
  }

  /// The same series of following parts as one.
  private static List<TimeSeries> joined(List<List<TimeSeries>> answers) {
    Map<Labels, List<TimeSeries>> byLabels = new LinkedHashMap<>();
    for (List<TimeSeries> answer : answers) {
      for (TimeSeries series : answer) {
        byLabels.computeIfAbsent(series.labels(), labels -> new ArrayList<>()).add(series);
      }
    }
    return byLabels.values().stream().map(PrometheusSource::concatenated).toList();
  }

  private static TimeSeries concatenated(List<TimeSeries> parts) {
    int size = parts.stream().mapToInt(TimeSeries::size).sum();
    long[] times = new long[size];
    double[] values = new double[size];
    int at = 0;
    for (TimeSeries part : parts) {
      System.arraycopy(part.timestamps(), 0, times, at, part.size());
      System.arraycopy(part.values(), 0, values, at, part.size());
      at += part.size();
    }
    return new TimeSeries(parts.getFirst().labels(), times, values);
  }
}
