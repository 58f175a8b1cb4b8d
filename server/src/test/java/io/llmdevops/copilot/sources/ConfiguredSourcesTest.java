package io.llmdevops.copilot.sources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmdevops.copilot.platform.config.ConfigurationError;
import io.llmdevops.copilot.platform.errors.CopilotException.NotFound;
import io.llmdevops.copilot.platform.errors.CopilotException.Unavailable;
import io.llmdevops.copilot.platform.telemetry.Meters;
import io.llmdevops.copilot.sources.MetricQuery.Aggregate;
import io.llmdevops.copilot.sources.MetricQuery.Gauge;
import io.llmdevops.copilot.sources.MetricQuery.PromQl;
import io.llmdevops.copilot.sources.http.RawServer;
import io.llmdevops.copilot.testkit.Await;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfiguredSourcesTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

  /// Keys below `copilot.sources.`, then their values.
  private Sources open(String... settings) {
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < settings.length; i += 2) {
      values.put("copilot.sources." + settings[i], settings[i + 1]);
    }
    SourceSettings mapping =
        new SmallRyeConfigBuilder()
            .addDiscoveredConverters()
            .withMapping(SourceSettings.class)
            .withDefaultValues(values)
            .build()
            .getConfigMapping(SourceSettings.class);
    return ConfiguredSources.open(mapping, InstantSource.fixed(NOW), new Meters(meters));
  }

  @Test
  void without_settings_there_are_no_sources() {
    try (Sources sources = open()) {
      assertThat(sources.metrics()).isEmpty();
      assertThatThrownBy(() -> sources.metric("prometheus"))
          .isInstanceOf(NotFound.class)
          .hasMessage("no source is called 'prometheus'; configured: none");
    }
  }

  @Test
  void several_prometheus_are_told_apart_and_measured() {
    String empty = RawServer.json("{\"status\":\"success\",\"data\":{\"result\":[]}}");
    try (RawServer server = RawServer.answering(empty);
        Sources sources =
            open(
                "prometheus-url", server.url().toString(),
                "prometheus.eu.url", server.url() + "/eu",
                "prometheus.eu.user", "me",
                "prometheus.eu.password", "s3cret",
                "prometheus.eu.headers.X-Scope-OrgID", "tenant")) {
      assertThat(sources.metrics()).containsOnlyKeys("prometheus", "eu");

      assertThat(sources.metric("eu").instant(new PromQl("up"), NOW).series()).isEmpty();

      RawServer.Request request = server.requests().getFirst();
      assertThat(request.line()).startsWith("POST /eu/api/v1/query ");
      assertThat(request.headers())
          .contains("X-Scope-OrgID: tenant", "Authorization: Basic bWU6czNjcmV0");
      assertThat(
              meters
                  .get("copilot.source.queries")
                  .tags("source", "eu", "operation", "instant", "result", "success")
                  .timer()
                  .count())
          .isEqualTo(1);
    }
  }

  @Test
  void a_prometheus_that_is_away_does_not_stop_the_start_and_its_failures_are_counted() {
    String url;
    try (RawServer gone = RawServer.answering("")) {
      url = gone.url().toString();
    }
    try (Sources sources = open("prometheus-url", url)) {
      assertThatThrownBy(() -> sources.metric("prometheus").probe())
          .isInstanceOf(Unavailable.class);
      assertThat(
              meters
                  .get("copilot.source.queries")
                  .tags("operation", "probe", "result", "unavailable")
                  .timer()
                  .count())
          .isEqualTo(1);
    }
  }

  @Test
  void targets_are_scraped_from_the_start() {
    try (RawServer target = RawServer.answering(RawServer.http("200 OK", "text/plain", "m 7\n"));
        Sources sources =
            open(
                "scrape.targets.shop.url",
                target.url() + "/metrics",
                "scrape.targets.shop.labels.service",
                "front")) {
      Gauge gauge = new Gauge("m", List.of(), Aggregate.SUM, List.of("job", "service"));
      MetricSource builtin = sources.metric("builtin");
      Await.until("a scrape", () -> !builtin.instant(gauge, NOW).series().isEmpty());
      assertThat(builtin.instant(gauge, NOW).series())
          .singleElement()
          .satisfies(
              s -> assertThat(s.labels().toString()).isEqualTo("{job=\"shop\",service=\"front\"}"));
    }
  }

  @Test
  void a_recording_is_replayed_from_now_on(@TempDir Path folder) throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("r.jsonl"),
            "{\"labels\":{\"__name__\":\"m\"},\"t\":[1000,61000],\"v\":[3,4]}\n");
    try (Sources sources = open("recorded.demo.file", file.toString())) {
      Gauge gauge = new Gauge("m", List.of(), Aggregate.SUM, List.of());
      assertThat(sources.metric("demo").instant(gauge, NOW.plusSeconds(60)).series())
          .singleElement()
          .satisfies(s -> assertThat(s.values()).containsExactly(3));
    }
  }

  @Test
  void a_wrong_setting_is_named_and_its_secrets_are_not() {
    assertThatThrownBy(() -> open("prometheus.eu.url", "ftp://me:s3cret@host"))
        .isInstanceOf(ConfigurationError.class)
        .hasMessageContaining("copilot.sources.prometheus.eu: ")
        .hasMessageContaining("ftp://host")
        .hasMessageNotContaining("s3cret");
    assertThatThrownBy(() -> open("prometheus-url", "http://me:s3cret@ho st"))
        .isInstanceOf(ConfigurationError.class)
        .hasMessageContaining("copilot.sources.prometheus-url: not a URL")
        .hasMessageNotContaining("s3cret");
    assertThatThrownBy(
            () -> open("prometheus.a.url", "http://h", "prometheus.a.tls-cert", "/c.pem"))
        .isInstanceOf(ConfigurationError.class)
        .hasMessageContaining("needs its key");
    assertThatThrownBy(
            () -> open("prometheus.a.url", "https://h", "prometheus.a.tls-ca", "/no.pem"))
        .isInstanceOf(ConfigurationError.class)
        .hasMessageContaining("/no.pem");
    assertThatThrownBy(() ->
            open(
                "prometheus.a.url", "http://h",
                "prometheus.a.token", "t",
                "prometheus.a.user", "u"))
        .isInstanceOf(ConfigurationError.class)
        .hasMessageContaining("only one of");
    assertThatThrownBy(() -> open("recorded.r.file", "/no/such.jsonl"))
        .isInstanceOf(ConfigurationError.class)
        .hasMessageContaining("/no/such.jsonl");
    assertThatThrownBy(
            () -> open("prometheus-url", "http://h", "prometheus.prometheus.url", "http://i"))
        .isInstanceOf(ConfigurationError.class)
        .hasMessageContaining("two sources are called 'prometheus'");
  }
}
