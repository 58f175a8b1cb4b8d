package io.llmdevops.copilot.incidents.watches;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmdevops.copilot.incidents.SignalKind;
import io.llmdevops.copilot.sources.Labels;
import io.llmdevops.copilot.sources.Matcher;
import io.llmdevops.copilot.sources.MetricQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiscoveryTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final Discovery.Filter EVERYTHING = new Discovery.Filter(null, null);
  private final ScriptedSource source = new ScriptedSource();

  private static Discovery discovery(Set<String> excluded, Discovery.Filter services) {
    return new Discovery(
        new Discovery.Scope(
            Duration.ofSeconds(15),
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            excluded,
            services));
  }

  private Map<String, WatchDefinition> found() {
    return found(discovery(Set.of(), EVERYTHING));
  }

  private Map<String, WatchDefinition> found(Discovery discovery) {
    return discovery.find(source, NOW).stream()
        .collect(Collectors.toMap(WatchDefinition::name, watch -> watch));
  }

  private static WatchDefinition named(Map<String, WatchDefinition> found, String name) {
    return java.util.Objects.requireNonNull(
        found.get(name), () -> name + " among " + found.keySet());
  }

  private void has(String metric, String... labels) {
    source.catalogue.put(metric, List.of(labels(labels)));
  }

  private static Labels labels(String... labels) {
    Map<String, String> values = new java.util.HashMap<>();
    for (String label : labels) {
      values.put(label.split("=")[0], label.split("=")[1]);
    }
    return Labels.of(values);
  }

  @Test
  void micrometer_services_are_watched_by_rate_errors_and_duration() {
    String[] labels = {"service=stock", "job=shop", "status=200", "uri=/stock"};
    has("http_server_requests_seconds_count", labels);
    has("http_server_requests_seconds_sum", labels);
    has("http_server_requests_seconds_bucket", labels);

    Map<String, WatchDefinition> found = found();

    assertThat(found.keySet())
        .containsExactlyInAnyOrder(
            "request rate of http_server_requests_seconds_count",
            "error ratio of http_server_requests_seconds_count",
            "mean latency of http_server_requests_seconds_count",
            "p99 latency of http_server_requests_seconds_count");
    Matcher named = new Matcher("service", Matcher.Operator.NOT_EQUAL, "");
    MetricQuery all =
        new MetricQuery.Rate(
            "http_server_requests_seconds_count",
            List.of(named),
            Duration.ofMinutes(1),
            List.of("service"));
    MetricQuery failed =
        new MetricQuery.Rate(
            "http_server_requests_seconds_count",
            List.of(named, Matcher.matches("status", "5..|5xx")),
            Duration.ofMinutes(1),
            List.of("service"));
    WatchDefinition errors = named(found, "error ratio of http_server_requests_seconds_count");
    assertThat(errors.queries())
        .isEqualTo(
            new WatchDefinition.Queries(
                "script", new MetricQuery.Ratio(failed, all), all, "service"));
    assertThat(errors.measure().kind()).isEqualTo(SignalKind.ERROR_RATIO);
  }

  @ParameterizedTest
  @CsvSource({
    "http_requests_total, code, 5..|5xx",
    "http_server_request_duration_seconds_count, http_response_status_code, 5..",
    "istio_requests_total, response_code, 5..|0"
  })
  void what_failed_means_follows_from_the_labels_that_are_there(
      String metric, String label, String expression) {
    has(metric, "service=stock", "destination_workload=stock", label + "=200");
    WatchDefinition errors = named(found(), "error ratio of " + metric);
    MetricQuery.Ratio ratio = (MetricQuery.Ratio) errors.queries().value();
    assertThat(((MetricQuery.Rate) ratio.numerator()).matchers())
        .contains(Matcher.matches(label, expression));
  }

  @Test
  void without_a_label_for_the_outcome_there_is_a_rate_and_no_error_ratio() {
    has("http_requests_total", "job=shop");
    assertThat(found().keySet()).containsExactly("request rate of http_requests_total");
  }

  @Test
  void the_label_that_nearly_all_series_have_names_the_service() {
    source.catalogue.put(
        "process_cpu_seconds_total",
        List.of(
            labels("service=a", "app=a", "job=x"),
            labels("app=b", "job=x"),
            labels("app=c", "job=x")));
    assertThat(found().values())
        .singleElement()
        .satisfies(watch -> assertThat(watch.queries().serviceLabel()).isEqualTo("app"));
  }

  @Test
  void what_kube_state_metrics_says_is_not_taken_for_its_own_service() {
    has(
        "kube_pod_container_status_restarts_total",
        "service=kube-state-metrics",
        "job=kube-state-metrics",
        "container=stock");
    assertThat(found().values())
        .singleElement()
        .satisfies(watch -> assertThat(watch.queries().serviceLabel()).isEqualTo("container"));
  }

  @Test
  void falling_free_space_is_what_is_bad() {
    has("node_filesystem_avail_bytes", "instance=n1", "fstype=ext4");
    has("node_filesystem_size_bytes", "instance=n1", "fstype=ext4");
    assertThat(found().values())
        .singleElement()
        .satisfies(
            watch -> assertThat(watch.measure().badness()).isEqualTo(SignalKind.Badness.DOWN));
  }

  @Test
  void outgoing_calls_are_told_apart_by_whom_they_go_to() {
    has("http_client_requests_seconds_count", "service=cart", "client_name=stock", "status=200");
    WatchDefinition calls =
        named(found(), "failed outgoing calls of http_client_requests_seconds_count");
    MetricQuery.Ratio ratio = (MetricQuery.Ratio) calls.queries().value();
    assertThat(((MetricQuery.Rate) ratio.denominator()).by())
        .containsExactly("service", "client_name");
  }

  @Test
  void metrics_and_services_can_be_left_out() {
    has("http_requests_total", "job=shop", "code=200");
    has("process_cpu_seconds_total", "job=shop");
    Discovery narrow =
        discovery(Set.of("http_requests_total"), new Discovery.Filter("shop.*", "shop-test"));
    assertThat(found(narrow).values())
        .singleElement()
        .satisfies(watch ->
            assertThat(((MetricQuery.Rate) watch.queries().value()).matchers())
                .containsExactly(
                    Matcher.matches("job", "shop.*"),
                    new Matcher("job", Matcher.Operator.NOT_MATCHES, "shop-test")));
  }

  @Test
  void nothing_that_is_known_is_nothing_to_watch() {
    has("my_own_metric", "job=x");
    assertThat(found()).isEmpty();
  }

  @Test
  void every_convention_survives_being_stored() {
    for (Convention convention : Conventions.ALL) {
      convention
          .shape()
          .required()
          .forEach(metric ->
              has(
                  metric,
                  "service=a",
                  "destination_workload=a",
                  "container=a",
                  "deployment=a",
                  "instance=a",
                  "status=200"));
    }
    assertThat(found()).hasSize(Conventions.ALL.size());
    assertThat(found().values())
        .allSatisfy(watch ->
            assertThat(QueryJson.read(QueryJson.write(watch.queries().value())))
                .isEqualTo(watch.queries().value()));
    assertThat(found().values().stream().map(WatchDefinition::id)).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @CsvSource({"14.3, 15", "4.6, 5", "61, 60", "0.2, 1", "5000, 300"})
  void scrape_intervals_are_rounded_to_usual_ones(double seconds, long usual) {
    assertThat(ScrapeInterval.usual(seconds)).isEqualTo(Duration.ofSeconds(usual));
  }
}
