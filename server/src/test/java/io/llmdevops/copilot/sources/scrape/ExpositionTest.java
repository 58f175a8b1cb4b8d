package io.llmdevops.copilot.sources.scrape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmdevops.copilot.sources.scrape.Exposition.Malformed;
import java.io.IOException;
import java.io.StringReader;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExpositionTest {
  private static Map<String, Double> read(String text) throws IOException {
    Map<String, Double> samples = new LinkedHashMap<>();
    Exposition.read(
        new StringReader(text),
        3,
        (labels, value) -> samples.put(labels.map(Object::toString).orElse("refused"), value));
    return samples;
  }

  @Test
  void the_example_of_the_formats_own_page_is_read() throws IOException {
    assertThat(
            read(
                """
                # HELP http_requests_total The total number of HTTP requests.
                # TYPE http_requests_total counter
                http_requests_total{method="post",code="200"} 1027 1395066363000
                http_requests_total{method="post",code="400"}    3 1395066363000

                # Escaping in label values:
                msdos_file_access_time_seconds{path="C:\\\\DIR\\\\FILE.TXT",error="Cannot find file:\\n\\"FILE.TXT\\""} 1.458255915e9

                # Minimalistic line:
                metric_without_timestamp_and_labels 12.47

                # A weird metric from before the epoch:
                something_weird{problem="division by zero"} +Inf -3982045
                """))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "{__name__=\"http_requests_total\",code=\"200\",method=\"post\"}",
                1027.0,
                "{__name__=\"http_requests_total\",code=\"400\",method=\"post\"}",
                3.0,
                "{__name__=\"msdos_file_access_time_seconds\",error=\"Cannot find file:\\n\\\"FILE.TXT\\\"\",path=\"C:\\\\DIR\\\\FILE.TXT\"}",
                1.458255915e9,
                "{__name__=\"metric_without_timestamp_and_labels\"}",
                12.47,
                "{__name__=\"something_weird\",problem=\"division by zero\"}",
                Double.POSITIVE_INFINITY));
  }

  @Test
  void spaces_and_trailing_commas_are_no_trouble() throws IOException {
    assertThat(read("  a { b = \"c\" , d=\"e\", }\t-Inf"))
        .containsOnly(Map.entry("{__name__=\"a\",b=\"c\",d=\"e\"}", Double.NEGATIVE_INFINITY));
    assertThat(read("a{} NaN\n\n#\n# EOF")).containsOnly(Map.entry("{__name__=\"a\"}", Double.NaN));
  }

  @Test
  void exemplars_of_openmetrics_are_read_over() throws IOException {
    assertThat(read("a_bucket{le=\"1\"} 17 # {trace_id=\"KOO5S4vxi0o\"} 0.67"))
        .containsOnly(Map.entry("{__name__=\"a_bucket\",le=\"1\"}", 17.0));
  }

  @Test
  void a_quoted_name_is_read() throws IOException {
    assertThat(read("{\"http.requests\", b=\"c\"} 1"))
        .containsOnly(Map.entry("{__name__=\"http.requests\",b=\"c\"}", 1.0));
  }

  @Test
  void a_series_with_too_many_or_too_long_labels_is_refused_alone() throws IOException {
    assertThat(read("a{b=\"1\",c=\"2\",d=\"3\",e=\"4\"} 1\nf 2"))
        .containsExactly(Map.entry("refused", 1.0), Map.entry("{__name__=\"f\"}", 2.0));
    assertThat(read("a{b=\"" + "x".repeat(20_000) + "\"} 1")).containsOnlyKeys("refused");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<html><body>no metrics here</body></html>",
        "a{b=\"c\"",
        "a{b=\"c} 1",
        "a{b=c} 1",
        "a{b} 1",
        "a{=\"c\"} 1",
        "a",
        "a ",
        "a one",
        "a 1d",
        "a 0x",
        "{b=\"c\"} 1",
        "a{b=\"c\" d=\"e\"} 1",
      })
  void what_is_not_the_format_is_refused_with_its_line(String text) {
    assertThatThrownBy(() -> read("good 1\n" + text))
        .isInstanceOf(Malformed.class)
        .hasMessageStartingWith("line 2: ")
        .hasMessageEndingWith(text);
  }
}
