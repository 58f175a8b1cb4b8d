package io.llmdevops.copilot.deployment.observability;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SelectorsTest {
  @Test
  void metrics_matchers_and_groupings_are_told_from_functions_words_and_ranges() {
    Selectors found =
        Selectors.of(
            """
            # a comment with words(in it)
            topk(10, sum by (uri, status) (rate(requests_total{job="a",uri!~"/x.*|{y}"}[$__rate_interval])))
              / on (uri) group_left () max without (pod) (limits) > bool 1.5e3
            or vector(0) unless absent(up{job='a'} offset 5m == 1) and copilot:ratio:rate5m
            """);

    assertThat(found.selectors())
        .containsExactly(
            new Selectors.Selector("requests_total", Map.of("job", "a", "uri", "/x.*|{y}")),
            new Selectors.Selector("limits", Map.of()),
            new Selectors.Selector("up", Map.of("job", "a")),
            new Selectors.Selector("copilot:ratio:rate5m", Map.of()));
    assertThat(found.grouping()).containsExactly("uri", "status", "uri", "pod");
  }
}
