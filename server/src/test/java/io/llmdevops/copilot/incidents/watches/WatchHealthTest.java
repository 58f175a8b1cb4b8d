package io.llmdevops.copilot.incidents.watches;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmdevops.copilot.platform.errors.CopilotException;
import io.llmdevops.copilot.platform.health.HealthCheck;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WatchHealthTest {
  private final WatchRig rig = new WatchRig();

  @AfterEach
  void close() {
    rig.close();
  }

  private HealthCheck.Result health(String enabled) {
    WatchesConfig config = WatchRig.config(Map.of("enabled", enabled));
    return new WatchHealth(rig.database.jdbi(), rig.time, config).check();
  }

  @Test
  void watches_that_have_cycles_are_well() {
    String watch = rig.watch("a");
    rig.at(Duration.ofSeconds(15));
    rig.pod("one").run(watch);
    assertThat(health("true")).isEqualTo(HealthCheck.Result.up("1 watches"));
  }

  @Test
  void a_watch_that_stands_still_is_degraded_and_says_why() {
    String watch = rig.watch("a");
    rig.at(Duration.ofSeconds(15));
    rig.source.failure =
        new CopilotException.Unavailable("connection refused", Duration.ofSeconds(1), null);
    try {
      rig.pod("one").run(watch);
    } catch (CopilotException e) {
      assertThat(e).hasMessage("connection refused");
    }
    assertThat(health("true").state()).isEqualTo(HealthCheck.State.UP);

    rig.at(Duration.ofMinutes(5));
    assertThat(health("true"))
        .isEqualTo(HealthCheck.Result.degraded("1 of 1 watches stand still: connection refused"));
  }

  private Map<String, Double> sample(String enabled) {
    WatchesConfig config = WatchRig.config(Map.of("enabled", enabled));
    return new WatchHealth(rig.database.jdbi(), rig.time, config).sample();
  }

  private static Map<String, Double> gauges(double active, double stuck, double behind) {
    return Map.of(
        "copilot.watches.active", active,
        "copilot.watches.stuck", stuck,
        "copilot.watches.behind.seconds", behind);
  }

  @Test
  void the_gauges_count_what_stands_still_and_how_far_behind_the_last_one_is() {
    assertThat(sample("true")).isEqualTo(gauges(0, 0, 0));
    String watch = rig.watch("a");
    rig.watch("b");
    rig.at(Duration.ofSeconds(15));
    rig.pod("one").run(watch);
    assertThat(sample("true")).isEqualTo(gauges(2, 0, 15));

    rig.at(Duration.ofMinutes(5));
    rig.pod("one").run(watch);
    assertThat(sample("true")).isEqualTo(gauges(2, 1, 300));
    assertThat(sample("false")).isEqualTo(gauges(0, 0, 0));
  }

  @Test
  void a_retired_watch_may_stand_still() {
    rig.watch("a");
    new WatchStore(rig.database.jdbi())
        .retire("script", WatchRig.START.plusSeconds(1), WatchRig.START.plusSeconds(2));
    rig.at(Duration.ofHours(1));
    assertThat(health("true").state()).isEqualTo(HealthCheck.State.UP);
  }

  @Test
  void nothing_is_expected_of_a_server_that_does_not_watch() {
    rig.watch("a");
    rig.at(Duration.ofHours(1));
    assertThat(health("false").detail()).isEqualTo("switched off");
  }
}
