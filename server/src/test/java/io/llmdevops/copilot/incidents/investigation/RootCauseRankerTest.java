package io.llmdevops.copilot.incidents.investigation;

import static io.llmdevops.copilot.incidents.SignalKind.AVAILABILITY;
import static io.llmdevops.copilot.incidents.SignalKind.CPU;
import static io.llmdevops.copilot.incidents.SignalKind.ERROR_RATIO;
import static io.llmdevops.copilot.incidents.SignalKind.LATENCY_MEAN;
import static io.llmdevops.copilot.incidents.SignalKind.MEMORY;
import static io.llmdevops.copilot.incidents.SignalKind.REQUEST_RATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.llmdevops.copilot.incidents.Suspect.Role;
import io.llmdevops.copilot.incidents.investigation.SeriesChange.Direction;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RootCauseRankerTest {
  static final Symptom WEB_SLOW = new Symptom("web", LATENCY_MEAN);
  static final Symptom WEB_FAILS = new Symptom("web", ERROR_RATIO);

  static List<RankedSuspect> suspects(Verdict verdict) {
    assertThat(verdict).isInstanceOf(Verdict.Ranked.class);
    return ((Verdict.Ranked) verdict).suspects();
  }

  static RankedSuspect first(Verdict verdict) {
    return suspects(verdict).getFirst();
  }

  static RankedSuspect named(String service, Verdict verdict) {
    return suspects(verdict).stream()
        .filter(s -> s.service().equals(service))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void time_lost_in_a_callee_is_put_down_to_the_callee_and_not_to_its_callers(long seed) {
    Verdict verdict = SmallShop.usual(seed).slow("payment", 0.4).rank(WEB_SLOW);

    assertThat(suspects(verdict))
        .extracting(RankedSuspect::service)
        .startsWith("payment", "checkout", "web");
    RankedSuspect payment = first(verdict);
    assertThat(payment.role()).isEqualTo(Role.DEEPEST_ANOMALOUS);
    assertThat(payment.share()).isCloseTo(1, within(0.15));
    assertThat(named("checkout", verdict).role()).isEqualTo(Role.ON_PATH);
    assertThat(named("web", verdict).role()).isEqualTo(Role.ON_PATH);
  }

  @Test
  void a_suspect_tells_what_changed_by_how_much_and_since_when() {
    RankedSuspect payment = first(SmallShop.usual(1).slow("payment", 0.4).rank(WEB_SLOW));

    SeriesChange change = payment.change();
    assertThat(change.ref()).isEqualTo("payment/LATENCY_MEAN");
    assertThat(change.metric()).isEqualTo("mean latency");
    assertThat(change.direction()).isEqualTo(Direction.UP);
    assertThat(change.before()).isCloseTo(0.030, within(0.003));
    assertThat(change.during()).isCloseTo(0.430, within(0.01));
    assertThat(change.effect()).isGreaterThan(10);
    assertThat(change.onset()).isEqualTo(SmallShop.FAULT);
  }

  @Test
  void the_onset_is_that_of_the_fault_and_not_of_the_window() {
    RankedSuspect payment = first(SmallShop.usual(1).slowFrom(4, "payment", 0.4).rank(WEB_SLOW));

    assertThat(payment.change().onset()).isEqualTo(SmallShop.FAULT.plusSeconds(20));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void a_service_that_is_slow_by_itself_is_not_excused_by_healthy_callees(long seed) {
    RankedSuspect first = first(SmallShop.usual(seed).slow("checkout", 0.3).rank(WEB_SLOW));

    assertThat(first.service()).isEqualTo("checkout");
    assertThat(first.role()).isEqualTo(Role.DEEPEST_ANOMALOUS);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void the_symptom_itself_is_the_cause_if_nothing_below_it_changed(long seed) {
    RankedSuspect first = first(SmallShop.usual(seed).slow("web", 0.2).rank(WEB_SLOW));

    assertThat(first.service()).isEqualTo("web");
    assertThat(first.role()).isEqualTo(Role.DEEPEST_ANOMALOUS);
    assertThat(first.share()).isCloseTo(1, within(1e-9));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void failures_are_followed_down_to_where_they_begin(long seed) {
    RankedSuspect first = first(SmallShop.usual(seed).fail("stock", 0.2).rank(WEB_FAILS));

    assertThat(first.service()).isEqualTo("stock");
    assertThat(first.change().kind()).isEqualTo(ERROR_RATIO);
    assertThat(first.role()).isEqualTo(Role.DEEPEST_ANOMALOUS);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void a_service_of_which_no_instance_is_left_is_blamed_before_the_callers_that_fail(long seed) {
    Verdict verdict = SmallShop.usual(seed).down("payment", 0, 12).rank(WEB_FAILS);

    RankedSuspect first = first(verdict);
    assertThat(first.service()).isEqualTo("payment");
    assertThat(first.role()).isEqualTo(Role.DEEPEST_ANOMALOUS);
    assertThat(first.change().kind()).isEqualTo(AVAILABILITY);
    assertThat(first.score()).isGreaterThan(1.5 * suspects(verdict).get(1).score());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void it_is_blamed_too_when_it_was_gone_for_a_part_of_the_window_only(long seed) {
    assertThat(first(SmallShop.usual(seed).down("payment", 2, 7).rank(WEB_FAILS)).service())
        .isEqualTo("payment");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void what_its_node_goes_on_to_report_does_not_speak_for_it(long seed) {
    SmallShop shop = SmallShop.usual(seed).down("payment", 0, 12);
    shop.change("payment", CPU, 0, value -> 0.3);

    assertThat(first(shop.rank(WEB_FAILS)).service()).isEqualTo("payment");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void one_missed_scrape_is_not_a_vanished_service(long seed) {
    SmallShop shop = SmallShop.usual(seed).fail("stock", 0.2).down("cart", 5, 6);

    assertThat(first(shop.rank(WEB_FAILS)).service()).isEqualTo("stock");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void a_slow_shared_database_explains_both_of_its_callers(long seed) {
    Verdict verdict = SmallShop.usual(seed).slow("database", 0.1).rank(WEB_SLOW);

    assertThat(first(verdict).service()).isEqualTo("database");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void callers_that_run_into_timeouts_point_at_the_slow_callee(long seed) {
    SmallShop shop = SmallShop.usual(seed).fail("checkout", 0.3);
    shop.change("payment", LATENCY_MEAN, 0, value -> value + 5);

    assertThat(first(shop.rank(WEB_FAILS)).service()).isEqualTo("payment");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void a_surge_of_requests_is_the_cause_of_the_slowness_that_it_brings(long seed) {
    SmallShop shop = SmallShop.usual(seed).slow("database", 0.02);
    for (String service : List.of("web", "cart", "checkout", "payment", "stock", "database")) {
      shop.change(service, REQUEST_RATE, 0, rate -> 3 * rate);
    }

    RankedSuspect first = first(shop.rank(WEB_SLOW));

    assertThat(first.service()).isEqualTo("web");
    assertThat(first.role()).isEqualTo(Role.UPSTREAM_LOAD);
    assertThat(first.change().kind()).isEqualTo(REQUEST_RATE);
    assertThat(first.change().during()).isCloseTo(180, within(20.0));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void a_tenth_more_requests_excuse_nobody(long seed) {
    SmallShop shop = SmallShop.usual(seed).slow("payment", 0.4);
    for (String service : List.of("web", "cart", "checkout", "payment", "stock", "database")) {
      shop.change(service, REQUEST_RATE, 0, rate -> 1.1 * rate);
    }

    assertThat(first(shop.rank(WEB_SLOW)).service()).isEqualTo("payment");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void a_service_that_no_longer_reports_is_the_cause_of_its_callers_failures(long seed) {
    SmallShop shop = SmallShop.usual(seed).fail("checkout", 0.9).silence("payment");

    RankedSuspect first = first(shop.rank(WEB_FAILS));

    assertThat(first.service()).isEqualTo("payment");
    assertThat(first.change().direction()).isEqualTo(Direction.VANISHED);
    assertThat(first.change().during()).isNull();
    assertThat(first.change().onset()).isEqualTo(SmallShop.FAULT.minusSeconds(5));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void who_calls_a_new_service_that_fails_is_suspected_before_the_new_service(long seed) {
    SmallShop shop = SmallShop.usual(seed).service("wrong-table", 6, 0.01);
    shop.call("payment", "wrong-table").fail("wrong-table", 1);
    for (var kind : List.of(REQUEST_RATE, ERROR_RATIO, LATENCY_MEAN, CPU, MEMORY)) {
      shop.changeBefore("wrong-table", kind, value -> Double.NaN);
    }

    Verdict verdict = shop.rank(WEB_FAILS);

    assertThat(first(verdict).service()).isEqualTo("payment");
    assertThat(named("wrong-table", verdict).change().direction()).isEqualTo(Direction.APPEARED);
  }

  @Test
  void a_leak_that_only_memory_shows_is_found() {
    SmallShop shop = SmallShop.usual(1).change("stock", MEMORY, 0, value -> 2 * value);

    RankedSuspect first = first(shop.rank(new Symptom("stock", MEMORY)));

    assertThat(first.service()).isEqualTo("stock");
    assertThat(first.change().kind()).isEqualTo(MEMORY);
    assertThat(first.share()).isNull();
  }

  @Test
  void further_unusual_series_of_a_suspect_support_it() {
    SmallShop shop = SmallShop.usual(1).slow("payment", 0.4);
    shop.change("payment", CPU, 0, value -> 3 * value);

    assertThat(first(shop.rank(WEB_SLOW)).support())
        .extracting(SeriesChange::ref)
        .contains("payment/CPU");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void services_that_call_each_other_in_a_circle_do_not_hide_the_cause(long seed) {
    SmallShop shop = SmallShop.usual(seed).slow("payment", 0.4).call("database", "checkout");

    assertThat(first(shop.rank(WEB_SLOW)).service()).isEqualTo("payment");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void without_a_graph_the_series_that_left_its_range_furthest_goes_first(long seed) {
    SmallShop shop = SmallShop.usual(seed).slow("payment", 0.4);

    Verdict verdict =
        new RootCauseRanker().rank(CallGraph.unknown(), shop.series(), shop.window(), WEB_SLOW);

    assertThat(first(verdict).service()).isEqualTo("payment");
    assertThat(first(verdict).role()).isEqualTo(Role.CORRELATED);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void without_a_symptom_the_deepest_anomalous_service_goes_first(long seed) {
    SmallShop shop = SmallShop.usual(seed).slow("stock", 0.4);

    RankedSuspect first =
        first(new RootCauseRanker().rank(shop.graph(), shop.series(), shop.window(), null));

    assertThat(first.service()).isEqualTo("stock");
    assertThat(first.role()).isEqualTo(Role.DEEPEST_ANOMALOUS);
    assertThat(first.share()).isNull();
  }

  @Test
  void what_no_call_path_leads_to_is_at_most_correlated() {
    SmallShop shop = SmallShop.usual(1).slow("payment", 0.4).slow("mailer", 3);
    shop.service("printer", 1, 0.1).call("mailer", "printer");

    Verdict verdict = shop.rank(WEB_SLOW);

    assertThat(first(verdict).service()).isEqualTo("payment");
    assertThat(named("mailer", verdict).role()).isEqualTo(Role.CORRELATED);
  }

  @Test
  void services_that_do_not_count_requests_are_taken_for_typical_ones() {
    SmallShop shop = SmallShop.usual(1).slow("payment", 0.4);
    for (String service :
        List.of("web", "cart", "checkout", "payment", "stock", "database", "mailer")) {
      shop.without(service, REQUEST_RATE);
    }

    assertThat(first(shop.rank(WEB_SLOW)).service()).isEqualTo("payment");
  }

  @Test
  void a_single_sample_of_history_is_enough_for_a_plain_case() {
    SmallShop shop = new SmallShop(1, Duration.ofMinutes(5), 1, 3);
    shop.service("web", 5, 0.1).service("search", 10, 0.01).service("cart", 2, 0.02);
    shop.call("web", "search").call("web", "cart").slow("search", 0.05);

    assertThat(first(shop.rank(WEB_SLOW)).service()).isEqualTo("search");
  }
}
