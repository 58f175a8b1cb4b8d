package io.llmdevops.copilot.incidents.watches;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmdevops.copilot.platform.config.ConfigurationError;
import io.llmdevops.copilot.platform.errors.CopilotException;
import io.llmdevops.copilot.platform.jobs.Job;
import io.llmdevops.copilot.platform.jobs.JobSettings;
import io.llmdevops.copilot.platform.jobs.Jobs;
import io.llmdevops.copilot.sources.Labels;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DiscoveryJobTest {
  private final WatchRig rig = new WatchRig();

  @AfterEach
  void close() {
    rig.close();
  }

  /// The scheduler is never started: what it would run is in its table.
  private Job.Next discover(Map<String, String> values) {
    Jobs jobs =
        new Jobs(
            rig.database.dataSource(),
            rig.time,
            "test",
            JobSettings.DEFAULT,
            List.of(new WatchJob(rig.pod("test"), () -> true, rig.time)),
            rig.meters);
    return new DiscoveryJob(
            Map.of("script", rig.source),
            WatchRig.config(values),
            new WatchStore(rig.database.jdbi()),
            new EdgeStore(rig.database.jdbi()),
            rig.time,
            () -> jobs)
        .run(new Job.Run("single", "", rig.now, 0));
  }

  private void offer(String... metrics) {
    rig.source.catalogue.clear();
    for (String metric : metrics) {
      rig.source.catalogue.put(metric, List.of(Labels.of("service", "stock")));
    }
  }

  private List<String> enabled() {
    return rig.database
        .jdbi()
        .withHandle(h ->
            h.createQuery("select name from watch where enabled order by name")
                .mapTo(String.class)
                .list());
  }

  private long scheduled() {
    return rig.value(
        "select count(*) from scheduled_tasks where task_name = 'watch-cycle'", Long.class);
  }

  @Test
  void what_is_found_is_stored_scheduled_and_begins_in_the_past() {
    offer("process_cpu_seconds_total", "up");
    assertThat(discover(Map.of("warm-up", "10m", "discovery-interval", "90s")))
        .isEqualTo(Job.Next.at(rig.now.plusSeconds(90)));

    assertThat(enabled())
        .containsExactly("CPU use of process_cpu_seconds_total", "instances up of up");
    assertThat(scheduled()).isEqualTo(2);
    assertThat(
            rig.value(
                "select extract(epoch from live_from - watermark)::int from watch limit 1",
                Integer.class))
        .isBetween(600, 630);
  }

  @Test
  void discovery_that_runs_again_changes_nothing() {
    offer("up");
    discover(Map.of());
    rig.at(Duration.ofMinutes(2));
    discover(Map.of());
    assertThat(enabled()).hasSize(1);
    assertThat(scheduled()).isEqualTo(1);
  }

  @Test
  void a_watch_whose_metric_is_gone_is_retired_after_a_while() {
    offer("up", "process_cpu_seconds_total");
    discover(Map.of());
    offer("up");
    rig.at(Duration.ofMinutes(30));
    discover(Map.of());
    assertThat(enabled()).hasSize(2);
    rig.at(Duration.ofMinutes(61));
    discover(Map.of());
    assertThat(enabled()).containsExactly("instances up of up");
  }

  @Test
  void a_source_that_cannot_be_asked_keeps_its_watches() {
    offer("up");
    discover(Map.of());
    rig.source.failure =
        new CopilotException.Unavailable("connection refused", Duration.ofSeconds(1), null);
    rig.at(Duration.ofHours(5));
    discover(Map.of());
    assertThat(enabled()).hasSize(1);
  }

  @Test
  void while_nothing_is_known_a_source_that_is_away_is_asked_again_soon() {
    rig.source.failure =
        new CopilotException.Unavailable("connection refused", Duration.ofSeconds(1), null);
    assertThatThrownBy(() -> discover(Map.of())).isInstanceOf(CopilotException.Unavailable.class);
  }

  @Test
  void a_watch_over_another_window_takes_the_place_of_the_old_one() {
    offer("process_cpu_seconds_total");
    discover(Map.of());
    discover(Map.of("rate-window", "5m"));
    assertThat(enabled()).hasSize(1);
    assertThat(rig.value("select count(*) from watch", Long.class)).isEqualTo(2);
  }

  @Test
  void configured_watches_add_to_what_is_found() {
    offer("up");
    discover(
        Map.of(
            "custom[0].name", "orders waiting",
            "custom[0].query", "sum by (service) (orders_waiting)",
            "custom[0].kind", "queue-length",
            "custom[0].interval", "1m"));
    assertThat(enabled()).containsExactly("instances up of up", "orders waiting");
    assertThat(
            rig.value(
                "select kind || ' ' || unit || ' ' || badness || ' ' || interval_ms from watch"
                    + " where origin = 'configured'",
                String.class))
        .isEqualTo("QUEUE_LENGTH items UP 60000");
  }

  @Test
  void a_configured_watch_of_an_unknown_source_or_floor_is_refused() {
    assertThatThrownBy(() ->
            discover(
                Map.of("custom[0].name", "x", "custom[0].query", "y", "custom[0].source", "z")))
        .isInstanceOf(ConfigurationError.class);
    assertThatThrownBy(() ->
            new ConfiguredWatches(WatchRig.config(Map.of("floors.latency.absolute", "1")))
                .settings())
        .isInstanceOf(ConfigurationError.class);
  }

  @Test
  void floors_and_filters_are_configurable() {
    ConfiguredWatches configured =
        new ConfiguredWatches(
            WatchRig.config(
                Map.of(
                    "floors.latency-p99.absolute", "0.2",
                    "services.exclude", "test-.*",
                    "exclude-metrics", "up,down",
                    "interval", "5s")));
    assertThat(configured.settings().floor(io.llmdevops.copilot.incidents.SignalKind.LATENCY_P99))
        .isEqualTo(new WatchSettings.Floor(0.2, 0.1));
    assertThat(configured.scope(null).window()).isEqualTo(Duration.ofSeconds(20));
    assertThat(configured.scope(Duration.ofSeconds(30)).window()).isEqualTo(Duration.ofMinutes(2));
    assertThat(configured.scope(null).excludedMetrics()).containsExactlyInAnyOrder("up", "down");
    assertThat(configured.scope(null).services().exclude()).isEqualTo("test-.*");
  }

  @Test
  void nothing_is_looked_for_when_watching_is_switched_off() {
    offer("up");
    discover(Map.of("enabled", "false"));
    assertThat(enabled()).isEmpty();
  }
}
