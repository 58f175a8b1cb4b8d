package io.llmdevops.copilot.shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

  @Test
  void a_flat_object_of_strings_is_read() {
    assertThat(Json.readFlat(" { \"fault\" : \"latency\",\n\"service\":\"pay\\\"ment\" } "))
        .contains(Map.of("fault", "latency", "service", "pay\"ment"));
    assertThat(Json.readFlat("{}")).contains(Map.of());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "}",
        "[]",
        "latency",
        "{\"a\"}",
        "{\"a\":1}",
        "{\"a\":\"b\",}",
        "{,}",
        "{\"a\":\"b\" \"c\":\"d\"}",
        "{\"a\":{\"b\":\"c\"}}",
        "{\"a\":\"b\"}x"
      })
  void anything_else_is_not(String text) {
    assertThat(Json.readFlat(text)).isEmpty();
  }

  @Test
  void what_is_written_is_escaped() {
    assertThat(Json.write(Map.of("a\"b", List.of(1, "x\n", 2.5))))
        .isEqualTo("{\"a\\\"b\":[1,\"x\\u000a\",2.5]}");
  }
}
