package io.llmdevops.copilot.platform.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmdevops.copilot.platform.errors.CopilotException.Unavailable;
import io.llmdevops.copilot.testkit.Await;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SamplesTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Depth depth = new Depth("queue.depth");

  /// A value that a test sets, or that cannot be read.
  private static final class Depth implements Sampled {
    private final String name;
    volatile double value = Double.NaN;

    Depth(String name) {
      this.name = name;
    }

    @Override
    public Set<String> names() {
      return Set.of(name);
    }

    @Override
    public Map<String, Double> sample() {
      if (Double.isNaN(value)) {
        throw new Unavailable("the database is away", Duration.ZERO, null);
      }
      return Map.of(name, value);
    }
  }

  private double shown(String name) {
    return registry.get(name).gauge().value();
  }

  @Test
  void a_value_is_shown_from_the_first_reading_on() {
    try (Samples samples = new Samples(List.of(depth), new Meters(registry))) {
      assertThat(shown("queue.depth")).isNaN();
      depth.value = 3;
      samples.start();
      Await.until("the value is read", () -> shown("queue.depth") == 3);
    }
  }

  @Test
  void what_cannot_be_read_is_not_a_number_and_hides_no_other_value() {
    Depth other = new Depth("other.depth");
    try (Samples samples = new Samples(List.of(depth, other), new Meters(registry))) {
      depth.value = 3;
      other.value = 4;
      samples.read();
      assertThat(shown("queue.depth")).isEqualTo(3);

      depth.value = Double.NaN;
      other.value = 5;
      samples.read();
      assertThat(shown("queue.depth")).isNaN();
      assertThat(shown("other.depth")).isEqualTo(5);
    }
  }
}
