package io.llmdevops.copilot.incidents;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The table of the life cycle, cell by cell, read from its own picture rather than from the code.
class IncidentStatusTest {
  private static final List<IncidentStatus> COLUMNS =
      List.of(
          IncidentStatus.DETECTED,
          IncidentStatus.INVESTIGATING,
          IncidentStatus.ACKNOWLEDGED,
          IncidentStatus.MITIGATED,
          IncidentStatus.RESOLVED,
          IncidentStatus.SUPPRESSED);

  @ParameterizedTest
  @CsvSource(
      delimiter = ':',
      textBlock =
          """
          # from       : det inv ack mit res sup
          DETECTED     : -   yes yes yes yes yes
          INVESTIGATING: -   -   yes yes yes yes
          ACKNOWLEDGED : -   -   -   yes yes yes
          MITIGATED    : -   yes yes -   yes -
          RESOLVED     : yes -   -   -   -   -
          SUPPRESSED   : yes -   -   -   yes -
          """)
  void each_cell_of_the_table_holds(IncidentStatus from, String cells) {
    List<String> row = Arrays.asList(cells.strip().split("\\s+"));
    for (int i = 0; i < COLUMNS.size(); i++) {
      assertThat(from.mayBecome(COLUMNS.get(i)))
          .as("%s to %s", from, COLUMNS.get(i))
          .isEqualTo(row.get(i).equals("yes"));
    }
  }

  @Test
  void only_resolved_and_suppressed_are_not_open() {
    assertThat(Arrays.stream(IncidentStatus.values()).filter(s -> !s.isOpen()))
        .containsExactly(IncidentStatus.RESOLVED, IncidentStatus.SUPPRESSED);
  }
}
