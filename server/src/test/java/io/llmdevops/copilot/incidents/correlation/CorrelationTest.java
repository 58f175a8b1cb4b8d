package io.llmdevops.copilot.incidents.correlation;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmdevops.copilot.incidents.IncidentStatus;
import io.llmdevops.copilot.incidents.MaintenanceWindow;
import io.llmdevops.copilot.incidents.Severity;
import io.llmdevops.copilot.incidents.SignalKind;
import io.llmdevops.copilot.incidents.TimelineEntry;
import io.llmdevops.copilot.sources.Matcher;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CorrelationTest {
  private final Story story = new Story();

  @Test
  void one_strong_user_facing_signal_opens_an_incident() {
    UUID signal = story.signal("checkout", SignalKind.ERROR_RATIO, 12, 0.34);
    story.round();
    assertThat(story.only().scope().title()).isEqualTo("checkout: error ratio 34 %");
    assertThat(story.only().state().severity()).isEqualTo(Severity.CRITICAL);
    assertThat(story.isMember(signal, story.only())).isTrue();
  }

  @Test
  void one_weak_signal_opens_nothing() {
    story.signal("checkout", SignalKind.ERROR_RATIO, 4.5, 0.05);
    story.round();
    assertThat(story.incidents()).isEmpty();
  }

  @Test
  void saturation_alone_opens_nothing_unless_it_is_extreme() {
    story.signal("checkout", SignalKind.CPU, 10, 3);
    story.round();
    assertThat(story.incidents()).isEmpty();
    story.signal("cart", SignalKind.MEMORY, 20, 4e9, 1e9);
    story.round();
    assertThat(story.only().scope().service()).isEqualTo("cart");
    assertThat(story.only().state().severity()).isEqualTo(Severity.INFO);
  }

  @Test
  void two_weak_witnesses_of_one_service_open_an_incident_with_both_in_it() {
    UUID cpu = story.signal("checkout", SignalKind.CPU, 5, 3);
    story.round();
    story.at(60);
    UUID latency = story.signal("checkout", SignalKind.LATENCY_P99, 4.5, 0.4, 0.2);
    story.round();
    assertThat(story.isMember(cpu, story.only())).isTrue();
    assertThat(story.isMember(latency, story.only())).isTrue();
  }

  @Test
  void the_same_weak_thing_twice_is_no_second_witness() {
    story.signal("checkout", SignalKind.LATENCY_P99, 4.5, 0.4, 0.2);
    story.signal("checkout", SignalKind.LATENCY_P99, 4.5, 0.4, 0.2);
    story.round();
    assertThat(story.incidents()).isEmpty();
  }

  @Test
  void weak_witnesses_long_apart_are_none() {
    story.signal("checkout", SignalKind.CPU, 5, 3);
    story.round();
    story.at(400);
    story.signal("checkout", SignalKind.LATENCY_P99, 4.5, 0.4, 0.2);
    story.round();
    assertThat(story.incidents()).isEmpty();
  }

  @Test
  void weak_witnesses_in_neighbouring_services_open_an_incident() {
    story.calls("web>checkout");
    story.signal("checkout", SignalKind.LATENCY_P99, 4.5, 0.4, 0.2);
    story.signal("web", SignalKind.ERROR_RATIO, 4.5, 0.05);
    story.round();
    assertThat(story.only().scope().services()).containsExactlyInAnyOrder("web", "checkout");
  }

  @Test
  void warning_and_critical_alerts_open_at_once_and_info_only_joins() {
    UUID info = story.alert("checkout", "PodRestarted", Severity.INFO);
    story.round();
    assertThat(story.incidents()).isEmpty();
    story.at(30);
    UUID warning = story.alert("checkout", "HighLatency", Severity.WARNING);
    story.round();
    assertThat(story.only().state().severity()).isEqualTo(Severity.WARNING);
    assertThat(story.isMember(info, story.only())).isTrue();
    assertThat(story.isMember(warning, story.only())).isTrue();
  }

  @Test
  void an_alert_joins_the_incident_that_the_signals_of_its_service_have_opened() {
    story.signal("payment", SignalKind.LATENCY_P99, 12, 2.1, 0.3);
    story.round();
    story.at(120);
    story.alert("payment", "HighLatency", Severity.CRITICAL);
    story.round();
    assertThat(story.only().state().severity()).isEqualTo(Severity.CRITICAL);
    assertThat(story.only().scope().title()).isEqualTo("payment: p99 latency 2.1 s");
    assertThat(story.timeline())
        .extracting(Case.Note::kind)
        .containsSubsequence(
            TimelineEntry.Kind.DETECTED,
            TimelineEntry.Kind.SIGNAL_JOINED,
            TimelineEntry.Kind.ALERT_JOINED,
            TimelineEntry.Kind.SEVERITY_CHANGED);
  }

  @Test
  void a_failure_that_climbs_the_call_graph_is_one_incident_named_for_where_it_began() {
    story.calls("web>checkout", "checkout>payment", "checkout>cart");
    story.signal("payment", SignalKind.ERROR_RATIO, 12, 0.34);
    story.round();
    story.at(30);
    story.signal("checkout", SignalKind.ERROR_RATIO, 9, 0.3);
    story.signal("checkout", SignalKind.LATENCY_P99, 9, 2.1, 0.1);
    story.round();
    story.at(60);
    story.signal("web", SignalKind.ERROR_RATIO, 8, 0.1);
    story.round();
    assertThat(story.only().scope().title())
        .isEqualTo("payment: error ratio 34 %; 3 services affected");
    assertThat(story.only().state().severity()).isEqualTo(Severity.CRITICAL);
  }

  @Test
  void what_is_felt_at_the_entrance_before_the_services_between_show_it_is_the_same_incident() {
    story.calls("web>checkout", "checkout>payment", "payment>bank");
    story.signal("bank", SignalKind.AVAILABILITY, 30, 0, 1);
    story.round();
    story.at(20);
    story.signal("web", SignalKind.ERROR_RATIO, 9, 0.3);
    story.round();
    assertThat(story.only().scope().services()).containsExactlyInAnyOrder("bank", "web");
  }

  @Test
  void what_begins_minutes_later_far_along_the_path_is_another_incident() {
    story.calls("web>checkout", "checkout>payment");
    story.signal("payment", SignalKind.ERROR_RATIO, 12, 0.34);
    story.round();
    story.at(120);
    story.signal("web", SignalKind.LATENCY_P99, 9, 3, 0.2);
    story.round();
    assertThat(story.incidents()).hasSize(2);
  }

  @Test
  void two_services_below_one_healthy_entrance_are_not_on_one_path() {
    story.calls("web>checkout", "web>catalog", "checkout>payment", "catalog>images");
    story.signal("payment", SignalKind.ERROR_RATIO, 12, 0.34);
    story.signal("images", SignalKind.ERROR_RATIO, 12, 0.34);
    story.round();
    assertThat(story.incidents()).hasSize(2);
  }

  @Test
  void unrelated_services_stay_apart() {
    story.calls("web>checkout", "backoffice>reports");
    story.signal("checkout", SignalKind.ERROR_RATIO, 12, 0.34);
    story.signal("reports", SignalKind.ERROR_RATIO, 12, 0.34);
    story.round();
    assertThat(story.incidents()).hasSize(2);
  }

  @Test
  void a_hub_that_suffers_does_not_draw_in_the_others_that_it_calls() {
    story.calls("web>a", "web>b", "web>c", "web>d", "web>e", "web>f");
    story.signal("a", SignalKind.ERROR_RATIO, 12, 0.34);
    story.signal("web", SignalKind.ERROR_RATIO, 12, 0.34);
    story.round();
    story.at(200);
    story.signal("f", SignalKind.LATENCY_P99, 12, 3, 0.1);
    story.round();
    assertThat(story.incidents())
        .extracting(i -> i.scope().service())
        .containsExactlyInAnyOrder("a", "f");
  }

  @Test
  void all_callers_of_a_hub_that_fails_are_one_incident() {
    story.calls("a>db", "b>db", "c>db", "d>db", "e>db", "f>db", "g>db");
    story.signal("db", SignalKind.LATENCY_P99, 12, 3, 0.1);
    story.round();
    story.at(200);
    for (String caller : List.of("a", "b", "c", "d", "e", "f", "g")) {
      story.signal(caller, SignalKind.ERROR_RATIO, 12, 0.34);
    }
    story.round();
    assertThat(story.only().scope().services()).hasSize(8);
  }

  @Test
  void a_neighbour_that_fails_long_after_is_an_incident_of_its_own() {
    story.calls("web>checkout");
    UUID first = story.signal("checkout", SignalKind.ERROR_RATIO, 12, 0.34);
    story.round();
    story.at(3_600).turns(first, true).round();
    story.signal("web", SignalKind.ERROR_RATIO, 12, 0.34);
    story.round();
    assertThat(story.incidents()).hasSize(2);
  }

  @Test
  void without_a_call_graph_a_small_installation_groups_what_breaks_at_once() {
    story.services(8);
    story.signal("checkout", SignalKind.ERROR_RATIO, 12, 0.34);
    story.round();
    story.at(60);
    story.signal("web", SignalKind.ERROR_RATIO, 12, 0.34);
    story.round();
    assertThat(story.incidents()).hasSize(1);
    story.at(400);
    story.signal("cart", SignalKind.ERROR_RATIO, 12, 0.34);
    story.round();
    assertThat(story.incidents()).hasSize(2);
  }

  @Test
  void without_a_call_graph_a_large_installation_keeps_services_apart() {
    story.services(200);
    story.signal("checkout", SignalKind.ERROR_RATIO, 12, 0.34);
    story.signal("web", SignalKind.ERROR_RATIO, 12, 0.34);
    story.round();
    assertThat(story.incidents()).hasSize(2);
  }

  @Test
  void alerts_that_name_no_service_are_grouped_by_their_name_only() {
    story.alert("unknown", "Watchdog", Severity.WARNING);
    story.alert("unknown", "DiskFull", Severity.WARNING);
    story.alert("unknown", "DiskFull", Severity.WARNING);
    story.round();
    assertThat(story.incidents()).hasSize(2);
  }

  @Test
  void severity_rises_with_what_joins_and_never_falls() {
    story.signal("checkout", SignalKind.LATENCY_P99, 12, 0.4, 0.1);
    story.round();
    assertThat(story.only().state().severity()).isEqualTo(Severity.WARNING);
    story.at(30);
    UUID errors = story.signal("checkout", SignalKind.ERROR_RATIO, 12, 0.5);
    story.round();
    assertThat(story.only().state().severity()).isEqualTo(Severity.CRITICAL);
    story.at(60).turns(errors, false).round();
    assertThat(story.only().state().severity()).isEqualTo(Severity.CRITICAL);
  }

  @Test
  void a_repeat_soon_after_the_end_reopens_the_incident() {
    UUID signal = story.signal("checkout", SignalKind.ERROR_RATIO, 12, 0.34);
    story.round();
    story.at(60).turns(signal, false).round().at(180).resolve("copilot");
    story.at(600);
    story.signal("checkout", SignalKind.ERROR_RATIO, 12, 0.34);
    story.round();
    assertThat(story.only().state().status()).isEqualTo(IncidentStatus.DETECTED);
    assertThat(story.only().state().reopened()).isEqualTo(1);
  }

  @Test
  void something_else_after_the_end_is_a_new_incident_and_so_is_a_late_repeat() {
    UUID signal = story.signal("checkout", SignalKind.ERROR_RATIO, 12, 0.34);
    story.round();
    story.at(60).turns(signal, false).round().at(180).resolve("copilot");
    story.at(600);
    story.signal("checkout", SignalKind.MEMORY, 20, 4e9, 1e9);
    story.round();
    assertThat(story.incidents()).hasSize(2);
    story.at(700).resolve("copilot").at(700 + 31 * 60);
    story.signal("checkout", SignalKind.ERROR_RATIO, 12, 0.34);
    story.round();
    assertThat(story.incidents()).hasSize(3);
  }

  @Test
  void many_short_episodes_are_one_incident_that_says_it_is_flapping() {
    UUID alert = story.alert("checkout", "HighLatency", Severity.WARNING);
    story.round();
    for (long i = 1; i <= 4; i++) {
      story.at(i * 600 - 300).turns(alert, false).round().at(i * 600 - 100).resolve("copilot");
      story.at(i * 600).turns(alert, true).round();
    }
    assertThat(story.only().state().reopened()).isEqualTo(4);
    assertThat(story.timeline())
        .filteredOn(n -> n.kind() == TimelineEntry.Kind.REOPENED)
        .last()
        .satisfies(n -> assertThat(n.text()).contains("flapping, re-opened 4 times"));
  }

  @Test
  void what_a_person_has_resolved_is_not_reopened_by_the_same_episode_getting_worse() {
    UUID signal = story.signal("checkout", SignalKind.ERROR_RATIO, 12, 0.34);
    story.round();
    story.at(60).resolve("ada").at(90).turns(signal, true).round();
    assertThat(story.only().state().status()).isEqualTo(IncidentStatus.RESOLVED);
  }

  @Test
  void a_new_episode_reopens_even_what_a_person_has_resolved() {
    story.signal("checkout", SignalKind.ERROR_RATIO, 12, 0.34);
    story.round();
    story.at(60).resolve("ada").at(90);
    story.signal("checkout", SignalKind.ERROR_RATIO, 12, 0.34);
    story.round();
    assertThat(story.only().state().status()).isEqualTo(IncidentStatus.DETECTED);
  }

  @Test
  void what_is_over_when_it_is_next_looked_at_opens_nothing() {
    UUID brief = story.alert("cart", "HighLatency", Severity.INFO);
    story.round().at(5).turns(brief, false).round();
    assertThat(story.incidents()).isEmpty();
    story.signal("cart", SignalKind.CPU, 5, 3);
    story.round();
    assertThat(story.incidents()).as("it is no witness either").isEmpty();
  }

  private static MaintenanceWindow window(Matcher... matchers) {
    return new MaintenanceWindow(
        new UUID(3, 3),
        MaintenanceWindow.Kind.MAINTENANCE,
        List.of(matchers),
        Story.NOON,
        Story.NOON.plusSeconds(3_600),
        "upgrade",
        "ada",
        Story.NOON);
  }

  @Test
  void what_a_window_covers_opens_a_suppressed_incident() {
    story.window(window(Matcher.matches("service", "check.*")));
    story.at(10).alert("checkout", "HighLatency", Severity.CRITICAL);
    story.alert("cart", "HighLatency", Severity.CRITICAL);
    story.round();
    assertThat(story.incidents())
        .extracting(i -> i.scope().service() + " " + i.state().status())
        .containsExactlyInAnyOrder("checkout SUPPRESSED", "cart DETECTED");
  }

  @Test
  void a_suppressed_incident_is_brought_back_by_what_no_window_covers() {
    story.window(window(Matcher.equal("alertname", "HighLatency")));
    story.at(10).alert("checkout", "HighLatency", Severity.CRITICAL);
    story.round();
    assertThat(story.only().state().status()).isEqualTo(IncidentStatus.SUPPRESSED);
    story.at(60).alert("checkout", "AllDown", Severity.CRITICAL);
    story.round();
    assertThat(story.only().state().status()).isEqualTo(IncidentStatus.DETECTED);
  }

  @Test
  void two_incidents_that_a_third_service_links_are_merged_into_the_elder() {
    story.calls("b>a", "b>c");
    story.signal("a", SignalKind.ERROR_RATIO, 12, 0.34);
    story.round();
    story.at(20);
    UUID other = story.signal("c", SignalKind.ERROR_RATIO, 12, 0.34);
    story.round();
    assertThat(story.incidents()).hasSize(2);
    story.at(40);
    story.signal("b", SignalKind.ERROR_RATIO, 12, 0.34);
    story.round();
    assertThat(story.only().scope().service()).isEqualTo("a");
    assertThat(story.only().scope().services()).containsExactlyInAnyOrder("a", "b", "c");
    assertThat(story.isMember(other, story.only())).isTrue();
  }

  @Test
  void an_incident_that_somebody_has_acknowledged_is_not_merged_away() {
    story.calls("b>a", "b>c");
    story.signal("a", SignalKind.ERROR_RATIO, 12, 0.34);
    story.signal("c", SignalKind.ERROR_RATIO, 12, 0.34);
    story.round();
    story.become(IncidentStatus.ACKNOWLEDGED).at(40);
    story.signal("b", SignalKind.ERROR_RATIO, 12, 0.34);
    story.round();
    assertThat(story.incidents()).hasSize(2);
  }

  @Test
  void links_found_in_one_round_need_no_merge_at_all() {
    story.calls("a>b", "b>c");
    story.signal("a", SignalKind.ERROR_RATIO, 12, 0.34);
    story.signal("c", SignalKind.ERROR_RATIO, 12, 0.34);
    story.signal("b", SignalKind.ERROR_RATIO, 12, 0.34);
    story.round();
    assertThat(story.only().scope().services()).containsExactlyInAnyOrder("a", "b", "c");
  }

  @Test
  void a_storm_of_alerts_is_one_line_of_the_timeline() {
    for (int i = 0; i < 500; i++) {
      story.alert("checkout", "PodDown" + i % 7, Severity.CRITICAL);
    }
    story.round();
    assertThat(story.timeline())
        .filteredOn(n -> n.kind() == TimelineEntry.Kind.ALERT_JOINED)
        .singleElement()
        .satisfies(n -> assertThat(n.text()).startsWith("500 alerts: ").contains("and 2 others"));
    assertThat(story.only().scope().title()).startsWith("checkout: PodDown0 and 6 other alerts");
  }

  @Test
  void a_flapping_incident_waits_longer_before_it_is_believed_to_be_over() {
    assertThat(Housekeeping.settle(CorrelationRules.DEFAULT, 0).toMinutes()).isEqualTo(2);
    assertThat(Housekeeping.settle(CorrelationRules.DEFAULT, 3).toMinutes()).isEqualTo(16);
    assertThat(Housekeeping.settle(CorrelationRules.DEFAULT, 50).toMinutes()).isEqualTo(32);
  }
}
