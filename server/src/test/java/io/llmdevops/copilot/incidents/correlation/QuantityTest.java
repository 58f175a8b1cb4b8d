package io.llmdevops.copilot.incidents.correlation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantityTest {
  @ParameterizedTest
  @CsvSource({
    "0.34, ratio, 34 %",
    "0.0123, ratio, 1.2 %",
    "1, ratio, 100 %",
    "2.13, s, 2.1 s",
    "0.0456, s, 46 ms",
    "450, ms, 450 ms",
    "300, s, 5 min",
    "0.00012, s, 120 µs",
    "1073741824, bytes, 1 GiB",
    "1536, bytes/s, 1.5 KiB/s",
    "12.7, req/s, 13 req/s",
    "0, cores, 0 cores",
    "NaN, s, unknown"
  })
  void a_value_reads_as_people_write_it(double value, String unit, String text) {
    assertThat(Quantity.of(value, unit)).isEqualTo(text);
  }
}
