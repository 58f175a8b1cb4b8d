package io.llmdevops.copilot.sources.prometheus;

import static io.llmdevops.copilot.sources.Matcher.Operator.NOT_EQUAL;
import static io.llmdevops.copilot.sources.Matcher.Operator.NOT_MATCHES;
import static org.assertj.core.api.Assertions.assertThat;

import io.llmdevops.copilot.sources.Matcher;
import io.llmdevops.copilot.sources.MetricQuery.Aggregate;
import io.llmdevops.copilot.sources.MetricQuery.Gauge;
import io.llmdevops.copilot.sources.MetricQuery.PromQl;
import io.llmdevops.copilot.sources.MetricQuery.Quantile;
import io.llmdevops.copilot.sources.MetricQuery.Rate;
import io.llmdevops.copilot.sources.MetricQuery.Ratio;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PromQlTextTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @Test
  void a_gauge_is_aggregated_by_its_labels() {
    assertThat(PromQlText.of(new Gauge("up", List.of(), Aggregate.MIN, List.of("job", "zone"))))
        .isEqualTo("min by (job, zone) (up)");
    assertThat(PromQlText.of(new Gauge("up", List.of(), Aggregate.AVG, List.of())))
        .isEqualTo("avg(up)");
  }

  @Test
  void a_rate_is_summed() {
    Matcher server = Matcher.matches("status", "5..");
    assertThat(
            PromQlText.of(
                new Rate("http_requests_total", List.of(server), MINUTE, List.of("service"))))
        .isEqualTo("sum by (service) (rate(http_requests_total{status=~\"5..\"}[60s]))");
  }

  @Test
  void a_window_below_a_second_keeps_its_milliseconds() {
    assertThat(PromQlText.of(new Rate("c_total", List.of(), Duration.ofMillis(1500), List.of())))
        .isEqualTo("sum(rate(c_total[1500ms]))");
  }

  @Test
  void a_missing_numerator_counts_as_zero_and_a_zero_denominator_as_no_sample() {
    Rate errors = new Rate("e_total", List.of(), MINUTE, List.of("job"));
    Rate all = new Rate("a_total", List.of(), MINUTE, List.of("job"));
    assertThat(PromQlText.of(new Ratio(errors, all)))
        .isEqualTo(
            "((sum by (job) (rate(e_total[60s]))) or (sum by (job) (rate(a_total[60s]))) * 0)"
                + " / ((sum by (job) (rate(a_total[60s]))) != 0)");
  }

  @Test
  void a_quantile_keeps_the_bucket_bound_among_the_labels() {
    assertThat(
            PromQlText.of(
                new Quantile(0.99, "d_seconds_bucket", List.of(), MINUTE, List.of("job"))))
        .isEqualTo("histogram_quantile(0.99, sum by (le, job) (rate(d_seconds_bucket[60s])))");
    assertThat(PromQlText.of(new Quantile(1, "d_bucket", List.of(), MINUTE, List.of())))
        .isEqualTo("histogram_quantile(1, sum by (le) (rate(d_bucket[60s])))");
  }

  @Test
  void no_label_value_can_change_what_is_asked() {
    Matcher hostile = Matcher.equal("path", "\"} or vector(1) #\\\n");
    assertThat(PromQlText.of(new Gauge("m", List.of(hostile), Aggregate.SUM, List.of())))
        .isEqualTo("sum(m{path=\"\\\"} or vector(1) #\\\\\\n\"})");
  }

  @Test
  void negative_matchers_keep_their_operators() {
    List<Matcher> matchers =
        List.of(new Matcher("a", NOT_EQUAL, "1"), new Matcher("b", NOT_MATCHES, "x|y"));
    assertThat(PromQlText.of(new Gauge("m", matchers, Aggregate.MAX, List.of())))
        .isEqualTo("max(m{a!=\"1\", b!~\"x|y\"})");
  }

  @Test
  void a_name_that_promql_cannot_write_is_matched_as_a_label() {
    assertThat(PromQlText.of(new Gauge("http.requests", List.of(), Aggregate.SUM, List.of())))
        .isEqualTo("sum({__name__=\"http.requests\"})");
  }

  @Test
  void the_operators_own_expression_is_passed_on() {
    assertThat(PromQlText.of(new PromQl("up == 0"))).isEqualTo("up == 0");
  }
}
