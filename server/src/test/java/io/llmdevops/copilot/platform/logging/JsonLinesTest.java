package io.llmdevops.copilot.platform.logging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.logging.Level;
import org.jboss.logmanager.ExtLogRecord;
import org.junit.jupiter.api.Test;

class JsonLinesTest {
  @Test
  void a_line_holds_what_the_queries_of_operators_ask_for() throws JsonProcessingException {
    ExtLogRecord record = record(Level.SEVERE, "it \"broke\"\nbadly \u0001 \ud800 é😀");
    record.setMdc(Map.of("traceId", "abc", "duration_ms", "12.5", "path", "/x"));
    JsonNode line = parse(record);
    assertThat(line.get("level").asText()).isEqualTo("error");
    assertThat(line.get("message").asText()).startsWith("it \"broke\"\nbadly").endsWith("é😀");
    assertThat(line.get("trace_id").asText()).isEqualTo("abc");
    assertThat(line.get("duration_ms").isNumber()).isTrue();
    assertThat(line.get("duration_ms").asDouble()).isEqualTo(12.5);
    assertThat(line.get("path").asText()).isEqualTo("/x");
  }

  @Test
  void a_stack_trace_stays_in_its_line() throws JsonProcessingException {
    ExtLogRecord record = record(Level.WARNING, "w");
    record.setThrown(new IllegalStateException("why"));
    assertThat(new JsonLines().format(record)).endsWith("}\n").containsOnlyOnce("\n");
    assertThat(parse(record).get("error").asText()).contains("why").contains("JsonLinesTest");
  }

  @Test
  void levels_are_five_words() {
    assertThat(JsonLines.level(Level.SEVERE)).isEqualTo("error");
    assertThat(JsonLines.level(Level.WARNING)).isEqualTo("warn");
    assertThat(JsonLines.level(Level.INFO)).isEqualTo("info");
    assertThat(JsonLines.level(Level.FINE)).isEqualTo("debug");
    assertThat(JsonLines.level(Level.FINEST)).isEqualTo("trace");
  }

  private static ExtLogRecord record(Level level, String message) {
    return new ExtLogRecord(level, message, "x");
  }

  private static JsonNode parse(ExtLogRecord record) throws JsonProcessingException {
    return new ObjectMapper().readTree(new JsonLines().format(record));
  }
}
