package io.llmdevops.copilot.incidents.watches;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmdevops.copilot.platform.errors.CopilotException;
import io.llmdevops.copilot.sources.Labels;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WatchCycleTest {
  private final WatchRig rig = new WatchRig();

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void a_cycle_does_what_is_complete_and_says_when_to_come_back() {
    String watch = rig.watch("a");
    rig.source.series("shop", t -> 50);
    WatchCycle pod = rig.pod("one");

    assertThat(pod.run(watch)).contains(WatchRig.START.plusSeconds(15));
    rig.at(Duration.ofSeconds(36));
    assertThat(pod.run(watch)).contains(WatchRig.START.plusSeconds(45));

    assertThat(rig.spans(watch)).containsExactly("0-30");
    assertThat(rig.value("select points from watch_cycle", Integer.class)).isEqualTo(3);
    assertThat(rig.value("select series_count from watch", Integer.class)).isEqualTo(1);
  }

  @Test
  void an_episode_opens_one_signal_and_closes_it() {
    String watch = rig.watch("a");
    long start = WatchRig.START.toEpochMilli();
    rig.source.series("shop", t -> t > start + 20_000 && t <= start + 50_000 ? 400 : 50);
    WatchCycle pod = rig.pod("one");

    rig.at(Duration.ofSeconds(35));
    pod.run(watch);
    assertThat(rig.signals()).containsExactly("shop UP 400 30-");
    rig.at(Duration.ofSeconds(45));
    pod.run(watch);
    rig.at(Duration.ofSeconds(95));
    pod.run(watch);

    assertThat(rig.signals()).containsExactly("shop UP 400 30-60");
    assertThat(rig.announced).hasSize(2);
    assertThat(rig.value("select count(*) from signal where correlated_at is null", Long.class))
        .isEqualTo(1);
  }

  @Test
  void a_closed_signal_is_news_to_the_correlator() {
    String watch = rig.watch("a");
    long start = WatchRig.START.toEpochMilli();
    rig.source.series("shop", t -> t <= start + 20_000 ? 400 : 50);
    WatchCycle pod = rig.pod("one");
    rig.at(Duration.ofSeconds(25));
    pod.run(watch);
    rig.database.jdbi().useHandle(h -> h.execute("update signal set correlated_at = now()"));

    rig.at(Duration.ofSeconds(35));
    pod.run(watch);

    assertThat(rig.value("select count(*) from signal where correlated_at is null", Long.class))
        .isEqualTo(1);
  }

  @Test
  void a_restart_goes_on_with_the_same_memory() throws Exception {
    String watch = rig.watch("a");
    String uninterrupted = rig.watch("b");
    rig.source.series("shop", t -> t / 10_000 % 7 + 2);
    WatchCycle steady = rig.pod("steady");
    for (int cycle = 1; cycle <= 12; cycle++) {
      rig.at(Duration.ofSeconds(10L * cycle + 5));
      rig.pod("restarted-" + cycle).run(watch);
      steady.run(uninterrupted);
    }

    assertThat(rig.memory(watch, "shop").points()).isEqualTo(12);
    assertThat(rig.memory(watch, "shop").hash())
        .isEqualTo(rig.memory(uninterrupted, "shop").hash());
  }

  @Test
  void a_pod_that_was_overtaken_writes_nothing_and_goes_on_from_there() throws Exception {
    String watch = rig.watch("a");
    rig.source.series("shop", t -> 50);
    WatchCycle slow = rig.pod("slow");
    WatchCycle fast = rig.pod("fast");
    rig.at(Duration.ofSeconds(15));
    rig.source.whileAsked =
        () -> {
          rig.source.whileAsked = () -> {};
          fast.run(watch);
        };

    slow.run(watch);
    assertThat(rig.value("select pod from watch_cycle", String.class)).isEqualTo("fast");
    rig.at(Duration.ofSeconds(25));
    slow.run(watch);

    assertThat(rig.spans(watch)).containsExactly("0-10", "10-20");
    assertThat(rig.memory(watch, "shop").points()).isEqualTo(2);
  }

  @Test
  void a_pod_that_dies_before_its_commit_leaves_the_interval_to_the_next() throws Exception {
    String watch = rig.watch("a");
    rig.source.series("shop", t -> 50);
    var database =
        new io.llmdevops.copilot.platform.jobs.SwitchableDatabase(rig.database.dataSource());
    WatchCycle dying = rig.pod("dying", database, WatchRig.SETTINGS);
    rig.at(Duration.ofSeconds(15));
    rig.source.whileAsked = database::switchOff;

    assertThatThrownBy(() -> dying.run(watch)).isInstanceOf(RuntimeException.class);
    rig.source.whileAsked = () -> {};
    rig.pod("heir").run(watch);

    assertThat(rig.spans(watch)).containsExactly("0-10");
    assertThat(rig.memory(watch, "shop").points()).isEqualTo(1);
  }

  @Test
  void after_a_failed_commit_the_same_pod_does_not_count_points_twice() throws Exception {
    String watch = rig.watch("a");
    rig.source.series("shop", t -> 50);
    var database =
        new io.llmdevops.copilot.platform.jobs.SwitchableDatabase(rig.database.dataSource());
    WatchCycle pod = rig.pod("one", database, WatchRig.SETTINGS);
    rig.at(Duration.ofSeconds(15));
    pod.run(watch);
    rig.at(Duration.ofSeconds(25));
    rig.source.whileAsked = database::switchOff;
    assertThatThrownBy(() -> pod.run(watch)).isInstanceOf(RuntimeException.class);

    rig.source.whileAsked = () -> {};
    database.switchOn();
    pod.run(watch);

    assertThat(rig.memory(watch, "shop").points()).isEqualTo(2);
  }

  @Test
  void a_source_that_fails_keeps_the_watermark_and_says_why() {
    String watch = rig.watch("a");
    rig.source.series("shop", t -> 50);
    rig.source.failure =
        new CopilotException.Unavailable("connection refused", Duration.ofSeconds(1), null);
    WatchCycle pod = rig.pod("one");
    rig.at(Duration.ofSeconds(15));

    assertThatThrownBy(() -> pod.run(watch)).hasMessage("connection refused");
    assertThat(rig.value("select last_error from watch", String.class))
        .isEqualTo("connection refused");
    assertThat(rig.spans(watch)).isEmpty();

    rig.source.failure = null;
    rig.at(Duration.ofSeconds(55));
    pod.run(watch);
    assertThat(rig.spans(watch)).containsExactly("0-50");
    assertThat(rig.value("select count(*) from watch where last_error is null", Long.class))
        .isEqualTo(1);
  }

  @Test
  void a_source_that_never_answers_is_given_up() {
    String watch = rig.watch("a");
    rig.source.hangs = true;
    rig.at(Duration.ofSeconds(15));
    assertThatThrownBy(() -> rig.pod("one").run(watch)).hasMessageContaining("did not answer");
    assertThat(rig.spans(watch)).isEmpty();
  }

  @Test
  void a_partial_answer_is_refused_at_first_and_taken_in_the_end() {
    String watch = rig.watch("a");
    rig.source.series("shop", t -> 50);
    rig.source.warnings = java.util.List.of("store gateway 3 timed out");
    WatchCycle pod = rig.pod("one");
    rig.at(Duration.ofSeconds(15));
    assertThatThrownBy(() -> pod.run(watch)).hasMessageContaining("store gateway 3");

    rig.at(Duration.ofSeconds(41));
    assertThatThrownBy(() -> pod.run(watch)).hasMessageContaining("store gateway 3");
    rig.source.mostPoints = 1;
    rig.at(Duration.ofSeconds(45));
    pod.run(watch);

    assertThat(rig.spans(watch)).containsExactly("0-10");
    assertThat(rig.value("select last_error from watch", String.class)).contains("gateway");
  }

  @Test
  void remarks_on_the_style_of_a_query_hold_nothing_up() {
    String watch = rig.watch("a");
    rig.source.warnings = java.util.List.of("PromQL info: metric might not be a counter");
    rig.at(Duration.ofSeconds(15));
    rig.pod("one").run(watch);
    assertThat(rig.spans(watch)).containsExactly("0-10");
  }

  @Test
  void an_answer_that_is_too_large_is_asked_for_in_halves() {
    String watch = rig.watch("a");
    rig.source.series("shop", t -> 50);
    rig.source.mostPoints = 2;
    rig.at(Duration.ofSeconds(65));
    rig.pod("one").run(watch);
    assertThat(rig.spans(watch)).containsExactly("0-10");
  }

  @Test
  void after_a_long_outage_the_watch_skips_ahead_and_says_so() {
    String watch = rig.watch("a");
    rig.source.series("shop", t -> 50);
    WatchCycle pod = rig.pod("one");
    rig.at(Duration.ofMinutes(60));
    for (Optional<java.time.Instant> due = pod.run(watch);
        due.orElseThrow().isBefore(rig.now);
        due = pod.run(watch)) {}

    assertThat(rig.spans(watch).getFirst()).isEqualTo("0-2990s");
    assertThat(rig.spans(watch).getLast()).endsWith("-3590");
    assertThat(rig.dropped(WatchMeters.Drop.SKIPPED_INTERVAL)).isEqualTo(299);
  }

  @Test
  void samples_from_another_time_are_never_taken_for_now() {
    String watch = rig.watch("a");
    rig.source.series("shop", t -> 400);
    rig.source.shift = Duration.ofHours(3);
    rig.at(Duration.ofSeconds(35));
    rig.pod("one").run(watch);
    assertThat(rig.dropped(WatchMeters.Drop.OUTSIDE_RANGE)).isEqualTo(3);
    assertThat(rig.signals()).isEmpty();
  }

  @Test
  void values_that_are_no_numbers_are_dropped_and_counted() {
    String watch = rig.watch("a");
    rig.source.keepNaN = true;
    rig.source.series("nan", t -> Double.NaN);
    rig.source.series("infinite", t -> Double.POSITIVE_INFINITY);
    rig.at(Duration.ofSeconds(25));
    rig.pod("one").run(watch);
    assertThat(rig.dropped(WatchMeters.Drop.NOT_FINITE)).isEqualTo(4);
    assertThat(rig.signals()).isEmpty();
  }

  @Test
  void a_pod_with_a_wrong_clock_does_nothing() {
    String watch = rig.watch("a");
    rig.source.series("shop", t -> 50);
    WatchCycle pod =
        rig.pod(
            "off", rig.database.dataSource(), WatchRig.settings(Duration.ofMinutes(1), 100, 1000));
    rig.at(Duration.ofSeconds(15));
    assertThatThrownBy(() -> pod.run(watch)).hasMessageContaining("clock of this pod");
    assertThat(rig.spans(watch)).isEmpty();
  }

  @Test
  void a_label_bomb_is_cut_off_at_the_limit_and_known_series_stay() {
    String watch = rig.watch("a");
    rig.source.series("shop", t -> 50);
    WatchCycle pod = rig.pod("one");
    rig.at(Duration.ofSeconds(15));
    pod.run(watch);
    for (int i = 0; i < 10_000; i++) {
      rig.source.series("bomb-" + i, t -> 50);
    }
    rig.source.values.put(Labels.of("service", "x".repeat(10_000)), t -> 50);
    rig.at(Duration.ofSeconds(25));
    pod.run(watch);

    assertThat(rig.value("select series_count from watch", Integer.class)).isEqualTo(100);
    assertThat(rig.dropped(WatchMeters.Drop.SERIES_LIMIT)).isEqualTo(9_901);
    assertThat(rig.dropped(WatchMeters.Drop.LABEL_LIMIT)).isEqualTo(1);
    assertThat(rig.value("select last_error from watch", String.class)).contains("9901 series");
    assertThat(
            rig.value(
                "select count(*) from detector_state where series > 0 and watch_id is not null",
                Long.class))
        .isEqualTo(1);
  }

  @Test
  void the_limit_on_all_series_counts_the_other_watches() {
    rig.source.series("one", t -> 50);
    rig.source.series("two", t -> 50);
    WatchSettings three = WatchRig.settings(Duration.ofDays(10_000), 100, 3);
    WatchCycle pod = rig.pod("one", rig.database.dataSource(), three);
    rig.at(Duration.ofSeconds(15));
    pod.run(rig.watch("a"));
    pod.run(rig.watch("b"));
    assertThat(rig.value("select sum(series_count) from watch", Long.class)).isEqualTo(3);
  }

  @Test
  void the_signal_of_a_series_that_vanished_ends_with_it() {
    String watch = rig.watch("a");
    rig.source.series("shop", t -> 400);
    WatchCycle pod = rig.pod("one");
    rig.at(Duration.ofSeconds(15));
    pod.run(watch);
    rig.source.values.clear();
    for (int minute = 1; minute <= 6; minute++) {
      rig.at(Duration.ofSeconds(60L * minute + 5));
      pod.run(watch);
    }
    assertThat(rig.signals()).containsExactly("shop UP 400 10-10");
  }

  @Test
  void damaged_state_costs_the_memory_and_not_the_cycle() throws Exception {
    String watch = rig.watch("a");
    rig.source.series("shop", t -> 50);
    rig.at(Duration.ofSeconds(15));
    rig.pod("one").run(watch);
    rig.database
        .jdbi()
        .useHandle(h -> h.execute("update detector_state set state = decode('00ff00', 'hex')"));
    rig.at(Duration.ofSeconds(25));
    rig.pod("two").run(watch);

    assertThat(rig.spans(watch)).containsExactly("0-10", "10-20");
    assertThat(rig.dropped(WatchMeters.Drop.DAMAGED_STATE)).isEqualTo(1);
    assertThat(rig.memory(watch, "shop").points()).isEqualTo(1);
  }

  @Test
  void a_retired_watch_is_left_alone_and_its_signals_end() {
    String watch = rig.watch("a");
    rig.source.series("shop", t -> 400);
    rig.at(Duration.ofSeconds(15));
    WatchCycle pod = rig.pod("one");
    pod.run(watch);
    WatchStore store = new WatchStore(rig.database.jdbi());
    assertThat(
            store.retire("script", WatchRig.START.plusSeconds(1), WatchRig.START.plusSeconds(20)))
        .containsExactly(watch);
    assertThat(pod.run(watch)).isEmpty();
    assertThat(rig.signals()).containsExactly("shop UP 400 10-20");
  }

  @Test
  void thousands_of_series_are_one_query_and_one_transaction() {
    String watch = rig.watch("a");
    for (int i = 0; i < 5_000; i++) {
      int level = i % 90 + 2;
      rig.source.series("service-" + i, t -> level);
    }
    WatchCycle pod =
        rig.pod(
            "one",
            rig.database.dataSource(),
            WatchRig.settings(Duration.ofDays(10_000), 6_000, 6_000, Duration.ofMinutes(1)));
    rig.at(Duration.ofSeconds(15));
    pod.run(watch);
    assertThat(rig.source.asked).hasSize(1);
    assertThat(rig.value("select points from watch_cycle", Integer.class)).isEqualTo(5_000);
    assertThat(rig.value("select sum(series) from detector_state", Long.class)).isEqualTo(5_000);
  }

  /// Values of successive intervals, from the first one on; 50 after the last.
  private void values(double... values) {
    long start = WatchRig.START.toEpochMilli();
    rig.source.series(
        "shop",
        t -> {
          int interval = Math.toIntExact((t - start) / 10_000) - 1;
          return interval >= 0 && interval < values.length ? values[interval] : 50;
        });
  }

  private void runTo(WatchCycle pod, String watch, int intervals) {
    rig.at(Duration.ofSeconds(10L * intervals + 5));
    pod.run(watch);
  }

  @Test
  void an_episode_that_comes_back_reopens_its_signal_instead_of_making_another() {
    String watch = rig.watch("a");
    values(400, 50, CountingMemory.REPEATED, 400, 50);
    WatchCycle pod = rig.pod("one");
    runTo(pod, watch, 2);
    assertThat(rig.signals()).containsExactly("shop UP 400 10-20");
    runTo(pod, watch, 3);
    assertThat(rig.signals()).containsExactly("shop UP 400 10-");
    runTo(pod, watch, 5);
    assertThat(rig.signals()).containsExactly("shop UP 400 10-50");
  }

  @Test
  void a_repetition_of_what_was_never_a_signal_is_none_either() {
    String watch = rig.watch("a");
    values(CountingMemory.REPEATED, 400, 400);
    WatchCycle pod = rig.pod("one");
    runTo(pod, watch, 1);
    runTo(pod, watch, 3);
    assertThat(rig.signals()).isEmpty();
  }

  @Test
  void a_signal_that_gets_worse_says_so_to_the_correlator() {
    String watch = rig.watch("a");
    values(400, CountingMemory.WORSE);
    WatchCycle pod = rig.pod("one");
    runTo(pod, watch, 1);
    rig.database.jdbi().useHandle(h -> h.execute("update signal set correlated_at = now()"));
    runTo(pod, watch, 2);
    assertThat(rig.signals()).containsExactly("shop UP 900 10-");
    assertThat(rig.value("select strength from signal", Double.class)).isEqualTo(18);
    assertThat(rig.value("select count(*) from signal where correlated_at is null", Long.class))
        .isEqualTo(1);
  }

  @Test
  void history_teaches_and_opens_no_signals_but_what_lasts_into_the_present_does() {
    WatchDefinition definition = WatchRig.definition("a");
    new WatchStore(rig.database.jdbi())
        .save(definition, "a", WatchRig.START, WatchRig.START.plusSeconds(45));
    values(400, 50, 50, 400, 400);
    WatchCycle pod = rig.pod("one");
    runTo(pod, definition.id(), 5);
    assertThat(rig.signals()).containsExactly("shop UP 400 50-");
  }
}
