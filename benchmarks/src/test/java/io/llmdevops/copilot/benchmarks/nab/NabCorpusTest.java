package io.llmdevops.copilot.benchmarks.nab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NabCorpusTest {

  @TempDir Path folder;

  private void write(String windows) throws IOException {
    Path series = Files.createDirectories(folder.resolve("data/real")).resolve("cpu.csv");
    Files.writeString(
        series,
        """
        timestamp,value
        2014-02-14 14:27:00,51.846
        2014-02-14 14:32:00,4.4E8
        2014-02-14 14:37:00,0
        """);
    Files.writeString(folder.resolve("windows.json"), windows);
  }

  @Test
  void series_and_windows_are_read() throws IOException {
    write(
        """
        {"real/cpu.csv": [["2014-02-14 14:32:00.000000", "2014-02-14 14:37:00.000000"]],
         "real/other.csv": []}
        """);

    List<NabSeries> corpus = NabCorpus.read(folder);

    assertThat(corpus).hasSize(1);
    NabSeries cpu = corpus.getFirst();
    assertThat(cpu.folder()).isEqualTo("real");
    assertThat(cpu.name()).isEqualTo("cpu.csv");
    assertThat(cpu.length()).isEqualTo(3);
    assertThat(cpu.time(0)).isEqualTo(Instant.parse("2014-02-14T14:27:00Z").toEpochMilli());
    assertThat(cpu.value(1)).isEqualTo(4.4e8);
    assertThat(cpu.windows()).containsExactly(new NabWindow(1, 2));
  }

  @Test
  void a_window_that_fits_no_row_is_an_error() throws IOException {
    write("{\"real/cpu.csv\": [[\"2014-02-14 14:33:00.0\", \"2014-02-14 14:37:00.0\"]]}");

    assertThatThrownBy(() -> NabCorpus.read(folder)).hasMessageContaining("2014-02-14T14:33:00Z");
  }

  @Test
  void a_series_without_labels_is_an_error() throws IOException {
    write("{}");

    assertThatThrownBy(() -> NabCorpus.read(folder)).hasMessageContaining("real/cpu.csv");
  }
}
