package io.llmdevops.copilot.incidents.investigation;

import static io.llmdevops.copilot.incidents.investigation.RootCauseRankerTest.WEB_SLOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.llmdevops.copilot.incidents.investigation.Verdict.Reason;
import io.llmdevops.copilot.incidents.investigation.Verdict.Unresolved;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class UnresolvedTest {
  static Unresolved unresolved(Verdict verdict) {
    assertThat(verdict).isInstanceOf(Unresolved.class);
    return (Unresolved) verdict;
  }

  @Test
  void a_quiet_time_has_no_cause() {
    Unresolved quiet = unresolved(SmallShop.usual(1).rank(null));

    assertThat(quiet.reason()).isEqualTo(Reason.NOTHING_UNUSUAL);
    assertThat(quiet.explanation()).contains("7 services");
  }

  @Test
  void of_a_thousand_quiet_minutes_few_get_a_cause() {
    assertThat(falseCauses(null)).isLessThan(50);
    assertThat(falseCauses(WEB_SLOW)).isLessThan(120);
  }

  private static long falseCauses(@Nullable Symptom symptom) {
    return LongStream.range(0, 1_000)
        .filter(seed -> SmallShop.usual(seed).rank(symptom) instanceof Verdict.Ranked)
        .count();
  }

  @Test
  void flat_series_are_no_cause() {
    SmallShop shop = SmallShop.usual(1);
    for (ServiceSeries series : shop.series()) {
      double flat = shop.metric(series.service(), series.kind())[0];
      shop.change(series.service(), series.kind(), 0, value -> flat);
      shop.changeBefore(series.service(), series.kind(), value -> flat);
    }

    assertThat(unresolved(shop.rank(WEB_SLOW)).reason()).isEqualTo(Reason.NOTHING_UNUSUAL);
  }

  @Test
  void without_samples_nothing_is_claimed() {
    assertThat(
            unresolved(
                    new RootCauseRanker()
                        .rank(
                            CallGraph.unknown(), List.of(), SmallShop.usual(1).window(), WEB_SLOW))
                .reason())
        .isEqualTo(Reason.NO_DATA);
  }

  @Test
  void series_of_nothing_but_not_a_number_are_no_samples() {
    SmallShop shop = SmallShop.usual(1);
    for (ServiceSeries series : shop.series()) {
      shop.change(series.service(), series.kind(), 0, value -> Double.NaN);
      shop.changeBefore(series.service(), series.kind(), value -> Double.POSITIVE_INFINITY);
    }

    assertThat(unresolved(shop.rank(WEB_SLOW)).reason()).isEqualTo(Reason.NO_DATA);
  }

  @Test
  void when_most_services_fall_silent_the_telemetry_is_in_question() {
    SmallShop shop = SmallShop.usual(1);
    List.of("web", "cart", "checkout", "payment").forEach(shop::silence);

    assertThat(unresolved(shop.rank(WEB_SLOW)).reason()).isEqualTo(Reason.TELEMETRY_LOST);
  }
}
