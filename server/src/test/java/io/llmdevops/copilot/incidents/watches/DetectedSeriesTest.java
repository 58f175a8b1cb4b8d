package io.llmdevops.copilot.incidents.watches;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmdevops.copilot.incidents.Signal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DetectedSeriesTest {
  private static final long STEP = 15_000;

  private static double normal(Random random) {
    return 0.1 + 0.01 * random.nextGaussian();
  }

  private static List<Reading> feed(SeriesMemory memory, long from, int points, double offset) {
    Random random = new Random(from);
    List<Reading> readings = new ArrayList<>();
    for (int i = 0; i < points; i++) {
      readings.add(memory.observe(from + i * STEP, normal(random) + offset));
    }
    return readings;
  }

  @Test
  void a_step_is_found_with_its_direction_and_onset_and_ends() {
    SeriesMemory memory = DetectedSeries.ORIGIN.create();
    feed(memory, 0, 300, 0);
    List<Reading> trouble = feed(memory, 300 * STEP, 20, 0.5);
    List<Reading> after = feed(memory, 320 * STEP, 60, 0);

    Reading found =
        trouble.stream()
            .filter(reading -> reading.stage() == Reading.Stage.FOUND)
            .findFirst()
            .orElseThrow();
    assertThat(found.direction()).isEqualTo(Signal.Direction.UP);
    assertThat(found.onsetMillis()).isBetween(298 * STEP, 305 * STEP);
    assertThat(found.measure().expected()).isBetween(0.05, 0.2);
    assertThat(after.getLast().stage()).isEqualTo(Reading.Stage.QUIET);
  }

  @Test
  void a_memory_that_was_stored_goes_on_as_if_it_had_not_been() throws IOException {
    SeriesMemory memory = DetectedSeries.ORIGIN.create();
    feed(memory, 0, 250, 0);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    memory.writeTo(new DataOutputStream(bytes));
    SeriesMemory restored =
        DetectedSeries.ORIGIN.read(
            new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));

    assertThat(feed(restored, 250 * STEP, 100, 0.3)).isEqualTo(feed(memory, 250 * STEP, 100, 0.3));
  }
}
