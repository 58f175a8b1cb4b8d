package io.llmdevops.copilot.sources.scrape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmdevops.copilot.platform.errors.CopilotException.Unavailable;
import io.llmdevops.copilot.sources.Labels;
import io.llmdevops.copilot.sources.MetricQuery.Aggregate;
import io.llmdevops.copilot.sources.MetricQuery.Gauge;
import io.llmdevops.copilot.sources.http.Endpoint;
import io.llmdevops.copilot.sources.http.RawServer;
import io.llmdevops.copilot.testkit.Await;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ScraperTest {
  private static final ScrapeSettings SMALL =
      new ScrapeSettings(Duration.ofSeconds(5), Duration.ofMinutes(10), 50, 20, 5);

  private volatile Instant now = Instant.parse("2026-03-01T12:00:00Z");
  private volatile String answer = "";
  private final RawServer target =
      new RawServer((request, out) -> out.write(answer.getBytes(StandardCharsets.UTF_8)));
  private final Scraper scraper = scraper(Map.of("job", "shop"));

  private Scraper scraper(Map<String, String> labels) {
    Endpoint endpoint =
        Endpoint.of(target.url().resolve("/metrics?token=s3cret"))
            .withRequestTimeout(Duration.ofSeconds(10))
            .withMaxBytes(100_000);
    return new Scraper(
        "builtin", List.of(new ScrapeTarget(endpoint, Labels.of(labels))), SMALL, () -> now);
  }

  @AfterEach
  void close() {
    scraper.close();
    target.close();
  }

  private void scrape(String text) {
    answer = RawServer.http("200 OK", "text/plain", text);
    scraper.scrapeAll();
  }

  private void later(int seconds) {
    now = now.plusSeconds(seconds);
  }

  private Map<String, Double> values(String metric) {
    Gauge each =
        new Gauge(
            metric, List.of(), Aggregate.SUM, List.of("job", "exported_job", "instance", "a"));
    return scraper.source().instant(each, now).series().stream()
        .collect(Collectors.toMap(s -> s.labels().toString(), s -> s.values()[0]));
  }

  private String own(String more) {
    return "{%sinstance=\"%s\",job=\"shop\"}".formatted(more, target.url().getAuthority());
  }

  @Test
  void a_scrape_puts_the_targets_labels_on_each_series() {
    scrape("m{a=\"1\"} 7\n");
    assertThat(values("m")).containsOnly(Map.entry(own("a=\"1\","), 7.0));
    assertThat(values("up")).containsOnly(Map.entry(own(""), 1.0));
    assertThat(values("scrape_samples_scraped")).containsOnly(Map.entry(own(""), 1.0));
    assertThat(values("scrape_duration_seconds")).hasSize(1);
    assertThat(target.requests().getFirst().line()).startsWith("GET /metrics?token=s3cret ");
  }

  @Test
  void a_label_that_the_target_has_too_is_kept_as_exported() {
    scrape("m{job=\"other\"} 7\n");
    assertThat(values("m").keySet()).singleElement().asString().contains("exported_job=\"other\"");
  }

  @Test
  void a_series_that_disappears_ends_at_once() {
    scrape("m 1\nn 1\n");
    later(5);
    scrape("n 2\n");
    assertThat(values("m")).isEmpty();
    assertThat(values("n")).containsValue(2.0);
  }

  @Test
  void a_target_that_fails_is_down_and_its_series_end() {
    scrape("m 1\n");
    later(5);
    answer = RawServer.http("500 Oops", "text/plain", "broken");
    scraper.scrapeAll();
    assertThat(values("up")).containsOnly(Map.entry(own(""), 0.0));
    assertThat(values("m")).isEmpty();
    assertThatThrownBy(() -> scraper.source().probe())
        .isInstanceOf(Unavailable.class)
        .hasMessageContaining("HTTP 500")
        .hasMessageNotContaining("s3cret");
    later(5);
    scrape("m 2\n");
    assertThat(values("up")).containsValue(1.0);
    assertThat(scraper.source().probe()).isPositive();
  }

  @Test
  void nothing_of_a_text_that_breaks_off_is_taken() {
    scrape("m 1\nn{a=\"");
    assertThat(values("m")).isEmpty();
    assertThat(values("up")).containsValue(0.0);
  }

  @Test
  void a_page_of_too_many_samples_or_bytes_is_a_failed_scrape() {
    scrape(IntStream.range(0, 21).mapToObj(i -> "m" + i + " 1\n").collect(Collectors.joining()));
    assertThat(values("up")).containsValue(0.0);
    later(5);
    scrape("# " + "x".repeat(100_001) + "\n");
    assertThat(values("up")).containsValue(0.0);
    assertThat(scraper.series()).isEqualTo(3);
  }

  @Test
  void ten_thousand_labels_are_refused_and_counted() {
    String bomb =
        IntStream.range(0, 10_000)
            .mapToObj(i -> "l" + i + "=\"\"")
            .collect(Collectors.joining(","));
    scrape("m{" + bomb + "} 1\nn 2\n");
    assertThat(values("n")).containsValue(2.0);
    assertThat(scraper.refused()).isEqualTo(1);
  }

  @Test
  void beyond_the_limit_of_series_new_ones_are_refused_and_counted() {
    for (int round = 0; round < 5; round++) {
      int of = round;
      scrape(
          IntStream.range(0, 15)
              .mapToObj(i -> "m{a=\"" + of + "-" + i + "\"} 1\n")
              .collect(Collectors.joining()));
      later(5);
    }
    assertThat(scraper.series()).isEqualTo(50);
    assertThat(scraper.refused()).isEqualTo(5 * 15 + 3 - 50);
  }

  @Test
  void samples_older_than_the_retention_are_forgotten() {
    scrape("old 1\n");
    later(5);
    scrape("m 1\n");
    later(601);
    scrape("m 1\n");
    assertThat(scraper.source().metricNames(Instant.EPOCH, now)).doesNotContain("old");
  }

  @Test
  void it_scrapes_on_by_itself_once_it_was_started() {
    answer = RawServer.http("200 OK", "text/plain", "m 1\n");
    try (Scraper quick =
        new Scraper(
            "quick",
            List.of(new ScrapeTarget(Endpoint.of(target.url()), Labels.EMPTY)),
            SMALL.withInterval(Duration.ofMillis(20)),
            () -> now)) {
      quick.start();
      Await.until("three scrapes", () -> target.requests().size() >= 3);
      assertThat(quick.source().metricNames(Instant.EPOCH, now)).contains("m");
    }
  }
}
