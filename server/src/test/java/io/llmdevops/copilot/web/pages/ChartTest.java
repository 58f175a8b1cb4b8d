package io.llmdevops.copilot.web.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmdevops.copilot.platform.errors.CopilotException;
import org.junit.jupiter.api.Test;

class ChartTest {
  private static final String TWO =
      """
      {"series":[
        {"labels":{"job":"shop","service":"a"},"timestamps":[1000,2000,3000],"values":[1,null,9]},
        {"labels":{"job":"shop","service":"b"},"timestamps":[2000,4000],"values":[5,"NaN"]}]}
      """;

  @Test
  void series_share_one_axis_and_have_gaps_where_they_have_no_sample() {
    Chart.Drawing drawing = Chart.read(TWO, "s").drawing();
    assertThat(drawing.x()).containsExactly(1.0, 2.0, 3.0, 4.0);
    assertThat(drawing.rows().get(0)).containsExactly(1.0, null, 9.0, null);
    assertThat(drawing.rows().get(1)).containsExactly(null, 5.0, null, null);
  }

  @Test
  void a_line_is_named_by_what_tells_it_from_the_others() {
    assertThat(Chart.read(TWO, "s").drawing().names()).containsExactly("service=a", "service=b");
  }

  @Test
  void the_digest_compares_before_and_during() {
    EvidenceView.Digest digest =
        Chart.read(
                """
                {"series":[{"labels":{"service":"a"},
                  "timestamps":[1000,2000,3000,4000,5000],"values":[0.1,0.1,0.12,2,3]}]}
                """,
                "s")
            .digest(new EvidenceView.Interval(4000, null));
    assertThat(digest.sentence().replace('\u00a0', ' '))
        .isEqualTo("Typically 100 ms before, 2.5 s during the trouble, at most 3 s.");
    assertThat(digest.lines()).hasSize(1);
  }

  @Test
  void an_answer_without_series_says_so() {
    assertThat(
            Chart.read("{\"series\":[]}", "s")
                .digest(new EvidenceView.Interval(0, null))
                .sentence())
        .isEqualTo("The query gave no series.");
  }

  @Test
  void evidence_that_is_not_json_is_a_defect() {
    assertThatThrownBy(() -> Chart.read("{", "s")).isInstanceOf(CopilotException.Internal.class);
  }
}
