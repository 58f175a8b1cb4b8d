package io.llmdevops.copilot.platform.logging;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.logging.Level;
import org.jboss.logmanager.ExtFormatter;
import org.jboss.logmanager.ExtLogRecord;

/// One JSON object a line: `time`, `level` (in lower case, one of five words, as the queries of the
/// deployment guide expect), `logger`, `message`, `trace_id` when there is one, what the context
/// adds (`duration_ms`, `status`, ...), `thread`, and `error` with the stack trace.
final class JsonLines extends ExtFormatter {
  /// Written as JSON numbers.
  private static final Set<String> NUMBERS = Set.of("duration_ms", "status", "bytes");

  @Override
  public String format(ExtLogRecord record) {
    StringBuilder out = new StringBuilder(256);
    out.append("{\"time\":\"").append(Instant.ofEpochMilli(record.getMillis())).append('"');
    field(out, "level", level(record.getLevel()));
    field(out, "logger", String.valueOf(record.getLoggerName()));
    field(out, "message", String.valueOf(formatMessage(record)));
    context(record.getMdcCopy()).forEach((key, value) -> contextField(out, key, value));
    field(out, "thread", String.valueOf(record.getThreadName()));
    if (record.getThrown() != null) {
      StringWriter trace = new StringWriter();
      record.getThrown().printStackTrace(new PrintWriter(trace, true));
      field(out, "error", trace.toString().stripTrailing());
    }
    return out.append("}\n").toString();
  }

  /// OpenTelemetry's names become ours.
  private static Map<String, String> context(Map<String, String> mdc) {
    Map<String, String> context = new TreeMap<>(mdc);
    String traced = context.remove("traceId");
    if (traced != null) {
      context.put("trace_id", traced);
    }
    String span = context.remove("spanId");
    if (span != null) {
      context.put("span_id", span);
    }
    context.remove("sampled");
    context.remove("parentId");
    return context;
  }

  private static void contextField(StringBuilder out, String key, String value) {
    if (NUMBERS.contains(key) && value.matches("\\d{1,15}(\\.\\d{1,9})?")) {
      out.append(",\"").append(key).append("\":").append(value);
    } else {
      field(out, key, value);
    }
  }

  static String level(Level level) {
    int value = level.intValue();
    if (value >= Level.SEVERE.intValue()) {
      return "error";
    }
    if (value >= Level.WARNING.intValue()) {
      return "warn";
    }
    if (value >= Level.INFO.intValue()) {
      return "info";
    }
    return value >= Level.FINE.intValue() ? "debug" : "trace";
  }

  private static void field(StringBuilder out, String name, String value) {
    out.append(",\"").append(name).append("\":\"");
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < 0x20 || (c >= 0xD800 && c <= 0xDFFF && !pairs(value, i))) {
            out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }

  /// Half of a surrogate pair cannot be written as UTF-8.
  private static boolean pairs(String text, int i) {
    return Character.isHighSurrogate(text.charAt(i))
        ? i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))
        : i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
  }
}
