package io.llmdevops.copilot.sources.scrape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.llmdevops.copilot.platform.time.SystemTime;
import io.llmdevops.copilot.sources.Labels;
import io.llmdevops.copilot.sources.Matcher;
import io.llmdevops.copilot.sources.MetricQuery;
import io.llmdevops.copilot.sources.MetricQuery.Aggregate;
import io.llmdevops.copilot.sources.MetricQuery.Gauge;
import io.llmdevops.copilot.sources.MetricQuery.Quantile;
import io.llmdevops.copilot.sources.MetricQuery.Rate;
import io.llmdevops.copilot.sources.MetricQuery.Ratio;
import io.llmdevops.copilot.sources.MetricSource;
import io.llmdevops.copilot.sources.http.Endpoint;
import io.llmdevops.copilot.sources.http.RawServer;
import io.llmdevops.copilot.sources.prometheus.Limits;
import io.llmdevops.copilot.sources.prometheus.PrometheusSource;
import io.llmdevops.copilot.testkit.Await;
import io.llmdevops.copilot.testkit.PrometheusProcess;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A real Prometheus and the built-in scraper scrape the same target at the same time, and are
/// asked the same questions.
class ScrapesLikePrometheusTest {
  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final Duration WINDOW = Duration.ofSeconds(5);

  /// Both need the window, a little more, and some scrapes after the moment that is asked for.
  private static final int SCRAPES = 2 * 9;

  private final InstantSource time = SystemTime.source();
  private final long begin = System.nanoTime();

  /// What a service shows that has run at a steady pace: 120 requests a second, 6 of them failed.
  private String page() {
    double seconds = 1000 + (System.nanoTime() - begin) / 1e9;
    return """
    # TYPE http_requests_total counter
    http_requests_total{service="shop",code="200"} %f
    http_requests_total{service="shop",code="500"} %f
    http_requests_total{service="pay",code="200",job="theirs"} %f
    wait_seconds_bucket{service="shop",le="0.1"} %f
    wait_seconds_bucket{service="shop",le="0.5"} %f
    wait_seconds_bucket{service="shop",le="+Inf"} %f
    pool_size{service="shop",path="C:\\\\x\\"y\\"\\n"} 17
    odd NaN
    """
        .formatted(
            114 * seconds, 6 * seconds, 3 * seconds, 90 * seconds, 110 * seconds, 120 * seconds);
  }

  @Test
  void both_answer_the_same(@TempDir Path folder) {
    try (RawServer target =
            new RawServer((request, out) ->
                out.write(
                    RawServer.http("200 OK", "text/plain; version=0.0.4", page())
                        .getBytes(StandardCharsets.UTF_8)));
        PrometheusProcess prometheus = PrometheusProcess.start(folder, config(target));
        PrometheusSource real =
            new PrometheusSource("real", Endpoint.of(prometheus.url()), Limits.DEFAULT);
        Scraper scraper = scraper(target)) {
      scraper.start();
      Await.until("enough scrapes", () -> target.requests().size() >= SCRAPES);
      Await.until("both have begun", () -> began(real) && began(scraper.source()));
      Instant at = time.instant().minusMillis(500);

      for (MetricQuery query : queries()) {
        Map<Labels, Double> ours = answer(scraper.source(), query, at);
        Map<Labels, Double> theirs = answer(real, query, at);
        assertThat(ours.keySet()).as(real.text(query)).isNotEmpty().isEqualTo(theirs.keySet());
        ours.forEach((labels, value) ->
            assertThat(value)
                .as(real.text(query) + " " + labels)
                .isEqualTo(theirs.get(labels), within(0.03 * Math.max(0.05, Math.abs(value)))));
      }
      assertThat(labels(scraper.source())).isEqualTo(labels(real));
    }
  }

  private static boolean began(MetricSource source) {
    Instant now = SystemTime.source().instant();
    Rate rate = new Rate("http_requests_total", List.of(), WINDOW, List.of());
    return !source.instant(rate, now.minus(WINDOW)).series().isEmpty();
  }

  private static List<MetricQuery> queries() {
    List<String> by = List.of("service");
    Rate all = new Rate("http_requests_total", List.of(), WINDOW, by);
    Rate failed =
        new Rate("http_requests_total", List.of(Matcher.matches("code", "5..")), WINDOW, by);
    return List.of(
        all,
        failed,
        new Ratio(failed, all),
        new Quantile(0.5, "wait_seconds_bucket", List.of(), WINDOW, by),
        new Quantile(0.99, "wait_seconds_bucket", List.of(), WINDOW, by),
        new Gauge("pool_size", List.of(), Aggregate.SUM, List.of("service", "path", "instance")),
        new Gauge("up", List.of(), Aggregate.MIN, List.of("job", "instance", "region")),
        new Gauge("scrape_samples_scraped", List.of(), Aggregate.MIN, List.of("job")));
  }

  private static Map<Labels, Double> answer(MetricSource source, MetricQuery query, Instant at) {
    return source.instant(query, at).series().stream()
        .collect(Collectors.toMap(s -> s.labels(), s -> s.values()[0]));
  }

  private Set<String> labels(MetricSource source) {
    Instant now = time.instant();
    return source
        .series(List.of("http_requests_total", "pool_size", "odd", "up"), now.minusSeconds(60), now)
        .labels()
        .stream()
        .map(Labels::toString)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String config(RawServer target) {
    return """
    global: {scrape_interval: %dms, scrape_timeout: %dms}
    scrape_configs:
      - job_name: ours
        static_configs:
          - targets: ['%s']
            labels: {region: eu}
    """
        .formatted(INTERVAL.toMillis(), INTERVAL.toMillis(), target.url().getAuthority());
  }

  private Scraper scraper(RawServer target) {
    Endpoint endpoint = Endpoint.of(target.url().resolve("/metrics"));
    ScrapeTarget ours =
        new ScrapeTarget(endpoint, Labels.of(Map.of("job", "ours", "region", "eu")));
    return new Scraper(
        "builtin", List.of(ours), ScrapeSettings.DEFAULT.withInterval(INTERVAL), time);
  }
}
