package io.llmdevops.copilot.sources;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmdevops.copilot.platform.health.HealthCheck.Result;
import io.llmdevops.copilot.sources.http.Endpoint;
import io.llmdevops.copilot.sources.http.RawServer;
import io.llmdevops.copilot.sources.prometheus.Limits;
import io.llmdevops.copilot.sources.prometheus.PrometheusSource;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class SourceStatesTest {
  private static PrometheusSource source(String name, RawServer server) {
    return new PrometheusSource(name, Endpoint.of(server.url()), Limits.DEFAULT);
  }

  @Test
  void one_that_hangs_does_not_hide_the_others() {
    CountDownLatch never = new CountDownLatch(1);
    String one = RawServer.json("{\"status\":\"success\",\"data\":{\"result\":[1,\"1\"]}}");
    try (RawServer good = RawServer.answering(one);
        RawServer broken = RawServer.answering(RawServer.http("502 Bad", "text/html", "<p>oops"));
        RawServer stuck = new RawServer((request, out) -> never.await());
        PrometheusSource first = source("stuck", stuck);
        PrometheusSource second = source("broken", broken);
        PrometheusSource third = source("good", good)) {
      SourceStates states =
          SourceStates.of(new Sources(List.of(first, second, third)), Duration.ofSeconds(2));

      assertThat(states.allWell()).isFalse();
      assertThat(states.problems()).containsOnlyKeys("stuck", "broken", "good");
      assertThat(states.problems().get("stuck")).contains("no answer within 2000 ms");
      assertThat(states.problems().get("broken")).get().asString().contains("HTTP 502", "oops");
      assertThat(states.problems().get("good")).isEmpty();
      assertThat(SourceStates.of(new Sources(List.of(third)), Duration.ofSeconds(20)).allWell())
          .isTrue();
      never.countDown();
    }
  }

  @Test
  void a_failing_source_is_degraded_and_its_address_is_not_told() {
    try (RawServer broken = RawServer.answering(RawServer.http("502 Bad", "text/html", "<p>oops"));
        PrometheusSource source = source("broken", broken)) {
      SourcesHealth health = new SourcesHealth(new Sources(List.of(source)));
      assertThat(health.needed()).isFalse();
      assertThat(health.check()).isEqualTo(Result.degraded("not answering: broken"));
      assertThat(new SourcesHealth(new Sources(List.of())).check())
          .isEqualTo(Result.up("none configured"));
    }
  }
}
