package io.llmdevops.copilot.web.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmdevops.copilot.incidents.IncidentFilter;
import io.llmdevops.copilot.incidents.IncidentStatus;
import io.llmdevops.copilot.incidents.Severity;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ListQueryTest {
  private static final Instant NOW = Instant.parse("2026-11-23T18:00:00Z");

  @Test
  void without_filters_the_open_incidents_are_shown() {
    ListQuery query = new ListQuery("", "", "", "", "");
    assertThat(query.filter(NOW)).isEqualTo(IncidentFilter.OPEN);
    assertThat(query.isDefault()).isTrue();
    assertThat(query.href()).isEqualTo("/incidents");
  }

  @Test
  void every_filter_survives_the_address() {
    ListQuery query = new ListQuery("resolved", "critical", "a&b", "p99 ü", "24h");
    assertThat(query.href())
        .isEqualTo(
            "/incidents?status=resolved&severity=critical&service=a%26b&q=p99+%C3%BC&since=24h");
    IncidentFilter filter = query.filter(NOW);
    assertThat(filter.statuses()).containsExactly(IncidentStatus.RESOLVED);
    assertThat(filter.severities()).containsExactly(Severity.CRITICAL);
    assertThat(filter.service()).isEqualTo("a&b");
    assertThat(filter.text()).isEqualTo("p99 ü");
    assertThat(filter.since()).isEqualTo(Instant.parse("2026-11-22T18:00:00Z"));
    assertThat(filter.openOnly()).isFalse();
  }

  @Test
  void unknown_values_fall_back_to_the_default() {
    assertThat(new ListQuery("nonsense", "worst", "", "", "tomorrow").isDefault()).isTrue();
  }

  @Test
  void a_query_string_gives_its_query_again() {
    ListQuery query = new ListQuery("all", "warning", "a&b", "50 %", "7d");
    assertThat(ListQuery.parse(query.encoded())).isEqualTo(query);
    assertThat(ListQuery.parse("")).isEqualTo(ListQuery.DEFAULT);
    assertThat(ListQuery.parse("status=%zz&&x=1&q").isDefault()).isTrue();
  }

  @Test
  void the_cursor_comes_last() {
    assertThat(ListQuery.DEFAULT.after("x=")).isEqualTo("/incidents?after=x%3D");
    assertThat(ListQuery.DEFAULT.withStatus("all").after("x"))
        .isEqualTo("/incidents?status=all&after=x");
  }
}
