package io.llmdevops.copilot.sources;

import static io.llmdevops.copilot.sources.Matcher.Operator.NOT_EQUAL;
import static io.llmdevops.copilot.sources.Matcher.Operator.NOT_MATCHES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.llmdevops.copilot.platform.errors.CopilotException.BadRequest;
import io.llmdevops.copilot.sources.MetricQuery.Aggregate;
import io.llmdevops.copilot.sources.MetricQuery.Gauge;
import io.llmdevops.copilot.sources.MetricQuery.Quantile;
import io.llmdevops.copilot.sources.MetricQuery.Rate;
import io.llmdevops.copilot.sources.MetricQuery.Ratio;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/// What every metrics source must answer over [ContractData].
public abstract class MetricSourceContract {
  private static final Instant AT = Instant.parse("2026-03-01T12:25:00Z");
  private static final Duration WINDOW = Duration.ofMinutes(5);
  private static final Offset<Double> CLOSE = within(1e-9);
  private static final TimeRange RANGE =
      new TimeRange(AT.minusSeconds(300), AT, Duration.ofSeconds(60));

  /// A source that holds the contract's data and sees all of it.
  protected abstract MetricSource source();

  private Map<String, Double> at(MetricQuery query, Instant time) {
    return source().instant(query, time).series().stream()
        .collect(Collectors.toMap(s -> s.labels().toString(), s -> s.values()[0]));
  }

  private Map<String, Double> at(MetricQuery query) {
    return at(query, AT);
  }

  private static Gauge gauge(Aggregate aggregate, List<String> by, Matcher... matchers) {
    return new Gauge("pool_size", List.of(matchers), aggregate, by);
  }

  private static Rate rate(List<String> by, Matcher... matchers) {
    return new Rate("requests_total", List.of(matchers), WINDOW, by);
  }

  @Test
  void gauges_are_aggregated_by_group() {
    // Sample 99 is the last at 12:25:00.
    assertThat(at(gauge(Aggregate.SUM, List.of("service"))))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("{service=\"shop\"}", 109.0, "{service=\"pay\"}", -1.0));
    assertThat(at(gauge(Aggregate.AVG, List.of("service"))))
        .containsEntry("{service=\"shop\"}", 54.5);
    assertThat(at(gauge(Aggregate.MIN, List.of()))).containsOnly(Map.entry("{}", -1.0));
    assertThat(at(gauge(Aggregate.MAX, List.of()))).containsOnly(Map.entry("{}", 99.0));
  }

  @Test
  void a_label_that_a_series_lacks_is_left_out_of_its_group() {
    assertThat(at(gauge(Aggregate.SUM, List.of("pod"))))
        .containsOnlyKeys("{pod=\"a\"}", "{pod=\"b\"}", "{}");
  }

  @Test
  void rates_are_per_second_and_summed() {
    Map<String, Double> rates = at(rate(List.of("service")));
    assertThat(rates.get("{service=\"shop\"}")).isEqualTo(32.0 / 15, CLOSE);
    assertThat(rates.get("{service=\"pay\"}")).isEqualTo(3, CLOSE);
    assertThat(rates.get("{service=\"idle\"}")).isEqualTo(0, CLOSE);
  }

  @Test
  void a_counter_that_starts_anew_is_no_negative_rate() {
    // Sample 61 is the first after the restart, at 12:15:15.
    Instant after = Instant.parse("2026-03-01T12:17:00Z");
    Map<String, Double> rates = at(rate(List.of("service")), after);
    // Nineteen steps in the window, eighteen of them 45 and one the 500 that it began with.
    assertThat(rates.get("{service=\"pay\"}"))
        .isEqualTo((18 * 45 + 500) / 300.0 * (300.0 / 285), CLOSE);
  }

  @Test
  void a_missing_numerator_is_zero_and_a_zero_denominator_is_nothing() {
    Matcher failed = Matcher.matches("code", "5..");
    Map<String, Double> ratios =
        at(new Ratio(rate(List.of("service"), failed), rate(List.of("service"))));
    assertThat(ratios).containsOnlyKeys("{service=\"shop\"}", "{service=\"pay\"}");
    assertThat(ratios.get("{service=\"shop\"}")).isEqualTo(1 / 16.0, CLOSE);
    assertThat(ratios.get("{service=\"pay\"}")).isEqualTo(0, CLOSE);
  }

  @Test
  void quantiles_are_interpolated_within_their_bucket() {
    Function<Double, Double> quantile =
        q -> at(new Quantile(q, "wait_seconds_bucket", List.of(), WINDOW, List.of())).get("{}");
    assertThat(quantile.apply(0.5)).isEqualTo(0.1 * (7.5 / 9), within(1e-7));
    assertThat(quantile.apply(0.7)).isEqualTo(0.1 + 0.4 * (1.5 / 3), within(1e-7));
    assertThat(quantile.apply(0.99)).isEqualTo(0.5, within(1e-7));
  }

  @Test
  void matchers_select_and_expressions_are_anchored() {
    List<String> by = List.of("service", "pod");
    assertThat(at(gauge(Aggregate.SUM, by, Matcher.equal("service", "pay"))))
        .containsOnlyKeys("{service=\"pay\"}");
    assertThat(at(gauge(Aggregate.SUM, by, new Matcher("service", NOT_EQUAL, "shop"))))
        .containsOnlyKeys("{service=\"pay\"}");
    assertThat(at(gauge(Aggregate.SUM, by, Matcher.matches("service", "ho")))).isEmpty();
    assertThat(at(gauge(Aggregate.SUM, by, Matcher.matches("service", "sh.*|p.y")))).hasSize(3);
    assertThat(at(gauge(Aggregate.SUM, by, new Matcher("pod", NOT_MATCHES, "a|b"))))
        .containsOnlyKeys("{service=\"pay\"}");
    assertThat(at(gauge(Aggregate.SUM, by, Matcher.equal("pod", "")))).hasSize(1);
  }

  @Test
  void values_with_quotes_and_backslashes_are_matched_as_they_are() {
    Matcher odd = Matcher.equal("kind", "quote\" back\\slash");
    assertThat(at(new Gauge("odd", List.of(odd), Aggregate.SUM, List.of())))
        .containsOnly(Map.entry("{}", 1.0));
  }

  @Test
  void values_that_are_no_numbers_are_passed_on() {
    assertThat(at(new Gauge("odd", List.of(), Aggregate.SUM, List.of("kind"))))
        .containsEntry("{kind=\"nan\"}", Double.NaN)
        .containsEntry("{kind=\"inf\"}", Double.POSITIVE_INFINITY);
  }

  @Test
  void a_range_has_a_sample_at_each_step() {
    List<TimeSeries> answer =
        source()
            .range(gauge(Aggregate.MAX, List.of("pod"), Matcher.equal("pod", "a")), RANGE)
            .series();
    assertThat(answer).hasSize(1);
    assertThat(answer.getFirst().labels()).isEqualTo(Labels.of("pod", "a"));
    assertThat(answer.getFirst().timestamps())
        .containsExactly(
            Arrays.stream(new int[] {-300, -240, -180, -120, -60, 0})
                .mapToLong(s -> AT.plusSeconds(s).toEpochMilli())
                .toArray());
    assertThat(answer.getFirst().values()).containsExactly(79, 83, 87, 91, 95, 99);
  }

  @Test
  void a_range_begins_with_the_first_samples() {
    TimeRange early =
        new TimeRange(
            ContractData.BEGIN.minusSeconds(120),
            ContractData.BEGIN.plusSeconds(60),
            Duration.ofSeconds(60));
    List<TimeSeries> answer = source().range(rate(List.of("service")), early).series();
    assertThat(answer).hasSize(3).allSatisfy(s -> assertThat(s.size()).isEqualTo(1));
  }

  @Test
  void a_value_is_carried_on_for_five_minutes_and_no_longer() {
    Gauge gauge = gauge(Aggregate.SUM, List.of());
    assertThat(at(gauge, ContractData.end().plusSeconds(290))).hasSize(1);
    assertThat(at(gauge, ContractData.end().plusSeconds(310))).isEmpty();
  }

  @Test
  void an_unknown_metric_has_no_series() {
    MetricSource.Result none =
        source().range(new Rate("nothing", List.of(), WINDOW, List.of()), RANGE);
    assertThat(none.series()).isEmpty();
    assertThat(none.warnings()).isEmpty();
  }

  @Test
  void series_are_found_by_any_of_their_names() {
    MetricSource.Series found =
        source().series(List.of("pool_size", "wait_seconds_bucket", "nothing"), RANGE.start(), AT);
    assertThat(found.truncated()).isFalse();
    assertThat(found.labels())
        .extracting(l -> l.only(List.of("__name__", "service", "pod", "le")).toString())
        .containsExactlyInAnyOrder(
            "{__name__=\"pool_size\",pod=\"a\",service=\"shop\"}",
            "{__name__=\"pool_size\",pod=\"b\",service=\"shop\"}",
            "{__name__=\"pool_size\",service=\"pay\"}",
            "{__name__=\"wait_seconds_bucket\",le=\"0.1\"}",
            "{__name__=\"wait_seconds_bucket\",le=\"0.5\"}",
            "{__name__=\"wait_seconds_bucket\",le=\"+Inf\"}");
  }

  @Test
  void metric_names_are_those_with_samples() {
    assertThat(source().metricNames(RANGE.start(), AT))
        .contains("pool_size", "requests_total", "wait_seconds_bucket", "odd");
  }

  @Test
  void an_expression_that_is_none_is_the_askers_fault() {
    Gauge broken = gauge(Aggregate.SUM, List.of(), Matcher.matches("service", "("));
    assertThatThrownBy(() -> source().instant(broken, AT)).isInstanceOf(BadRequest.class);
    Gauge lookBehind = gauge(Aggregate.SUM, List.of(), Matcher.matches("service", "(?<!a)b"));
    assertThatThrownBy(() -> source().instant(lookBehind, AT)).isInstanceOf(BadRequest.class);
  }

  @Test
  void a_probe_tells_how_long_it_took() {
    assertThat(source().probe()).isBetween(Duration.ZERO, Duration.ofSeconds(30));
  }

  @Test
  void the_text_of_a_query_is_promql() {
    assertThat(source().text(rate(List.of("service"))))
        .isEqualTo("sum by (service) (rate(requests_total[300s]))");
  }
}
