package io.llmdevops.copilot.incidents.investigation;

import static io.llmdevops.copilot.incidents.SignalKind.LATENCY_MEAN;
import static io.llmdevops.copilot.incidents.investigation.RootCauseRankerTest.WEB_SLOW;
import static io.llmdevops.copilot.incidents.investigation.RootCauseRankerTest.first;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmdevops.copilot.incidents.SignalKind;
import io.llmdevops.copilot.incidents.Suspect;
import io.llmdevops.copilot.sources.TimeSeries;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RankingInputTest {
  @Test
  void the_order_of_the_series_plays_no_part() {
    SmallShop shop = SmallShop.usual(1).slow("payment", 0.4);
    Verdict expected = shop.rank(WEB_SLOW);
    List<ServiceSeries> shuffled = new ArrayList<>(shop.series());
    Random random = new Random(7);

    for (int i = 0; i < 20; i++) {
      Collections.shuffle(shuffled, random);
      assertThat(new RootCauseRanker().rank(shop.graph(), shuffled, shop.window(), WEB_SLOW))
          .isEqualTo(expected);
    }
  }

  @Test
  void equal_suspects_stand_in_the_order_of_their_names() {
    SmallShop shop = new SmallShop(1).service("web", 10, 0.1);
    shop.service("left", 10, 0.02).service("right", 10, 0.02);
    shop.call("web", "left").call("web", "right");
    for (SignalKind kind : List.of(SignalKind.REQUEST_RATE, SignalKind.ERROR_RATIO, LATENCY_MEAN)) {
      double[] left = shop.metric("left", kind);
      System.arraycopy(left, 0, shop.metric("right", kind), 0, left.length);
    }
    shop.change("left", LATENCY_MEAN, 0, value -> value + 0.2);
    shop.change("right", LATENCY_MEAN, 0, value -> value + 0.2);
    shop.change("web", LATENCY_MEAN, 0, value -> value + 0.4);

    assertThat(RootCauseRankerTest.suspects(shop.rank(WEB_SLOW)))
        .extracting(RankedSuspect::service)
        .containsSubsequence("left", "right");
  }

  @Test
  void gaps_and_values_that_are_no_numbers_count_as_missing() {
    SmallShop shop = SmallShop.usual(1).slow("payment", 0.4);
    Random random = new Random(3);
    for (ServiceSeries series : shop.series()) {
      double[] values = shop.metric(series.service(), series.kind());
      for (int i = 0; i < values.length; i++) {
        switch (random.nextInt(8)) {
          case 0 -> values[i] = Double.NaN;
          case 1 -> values[i] = Double.POSITIVE_INFINITY;
          default -> {}
        }
      }
    }

    assertThat(first(shop.rank(WEB_SLOW)).service()).isEqualTo("payment");
  }

  @Test
  void series_may_be_sampled_at_different_steps() {
    SmallShop shop = new SmallShop(1, Duration.ofSeconds(5), 60, 36);
    shop.service("web", 60, 0.12).service("payment", 30, 0.03).service("cart", 30, 0.02);
    shop.call("web", "payment").call("web", "cart").slow("payment", 0.4);
    List<ServiceSeries> mixed =
        shop.series().stream().map(s -> s.service().equals("payment") ? every(6, s) : s).toList();

    Verdict verdict = new RootCauseRanker().rank(shop.graph(), mixed, shop.window(), WEB_SLOW);

    assertThat(first(verdict).service()).isEqualTo("payment");
  }

  private static ServiceSeries every(int n, ServiceSeries series) {
    TimeSeries all = series.samples();
    int[] kept = IntStream.range(0, all.size()).filter(i -> i % n == 0).toArray();
    return new ServiceSeries(
        series.ref(),
        series.service(),
        series.kind(),
        series.metric(),
        new TimeSeries(
            all.labels(),
            Arrays.stream(kept).mapToLong(i -> all.timestamps()[i]).toArray(),
            Arrays.stream(kept).mapToDouble(i -> all.values()[i]).toArray()));
  }

  @Test
  void a_symptom_at_a_service_without_series_is_passed_over() {
    SmallShop shop = SmallShop.usual(1).slow("payment", 0.4);

    assertThat(first(shop.rank(new Symptom("browser", LATENCY_MEAN))).service())
        .isEqualTo("payment");
  }

  @Test
  void a_path_through_a_service_without_series_is_still_a_path() {
    SmallShop shop = new SmallShop(1).service("web", 30, 0.12).service("payment", 30, 0.03);
    shop.call("web", "gateway").call("gateway", "payment");
    shop.change("payment", LATENCY_MEAN, 0, value -> value + 0.4);
    shop.change("web", LATENCY_MEAN, 0, value -> value + 0.4);

    assertThat(first(shop.rank(WEB_SLOW)).service()).isEqualTo("payment");
    assertThat(first(shop.rank(WEB_SLOW)).role()).isEqualTo(Suspect.Role.DEEPEST_ANOMALOUS);
  }

  @Test
  void two_series_of_one_name_are_refused() {
    SmallShop shop = SmallShop.usual(1);
    List<ServiceSeries> doubled = new ArrayList<>(shop.series());
    doubled.addAll(shop.series());

    assertThatThrownBy(
            () -> new RootCauseRanker().rank(shop.graph(), doubled, shop.window(), WEB_SLOW))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("web/");
  }

  @Test
  void five_hundred_services_are_ranked_like_five() {
    SmallShop shop = new SmallShop(1);
    for (int i = 0; i < 500; i++) {
      shop.service("s" + i, 20, 0.05);
      if (i > 0) {
        shop.call("s" + (i - 1) / 3, "s" + i);
      }
    }
    shop.slow("s400", 0.5);

    RankedSuspect first = first(shop.rank(new Symptom("s0", LATENCY_MEAN)));

    assertThat(first.service()).isEqualTo("s400");
    assertThat(first.role()).isEqualTo(Suspect.Role.DEEPEST_ANOMALOUS);
  }
}
