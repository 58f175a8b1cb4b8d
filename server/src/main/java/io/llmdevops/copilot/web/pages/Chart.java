package io.llmdevops.copilot.web.pages;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.llmdevops.copilot.incidents.Quantity;
import io.llmdevops.copilot.platform.errors.CopilotException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The series of a stored answer on one time axis, as the chart draws them: `null` where a series
/// has no sample.
@SuppressWarnings("ArrayRecordComponent")
record Chart(String unit, long[] millis, List<Line> lines) {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String NO_DATA = new Quantity(Double.NaN, "").text();

  /// More lines than this are noise to the eye; the raw answer has them all.
  static final int LINES = 12;

  /// `values` runs beside the time axis.
  record Line(String name, Double[] values) {}

  /// What the browser gets: `x` in seconds, then one row of values per line.
  record Drawing(String unit, List<Double> x, List<String> names, List<List<Double>> rows) {}

  static Chart read(String json, String unit) {
    JsonNode series;
    try {
      series = JSON.readTree(json).path("series");
    } catch (JsonProcessingException e) {
      throw new CopilotException.Internal("stored evidence is not JSON", e);
    }
    TreeMap<Long, Double[]> columns = new TreeMap<>();
    int count = Math.min(LINES, series.size());
    List<String> names = names(series, count);
    for (int line = 0; line < count; line++) {
      JsonNode timestamps = series.get(line).path("timestamps");
      JsonNode values = series.get(line).path("values");
      for (int i = 0; i < Math.min(timestamps.size(), values.size()); i++) {
        Double[] column =
            columns.computeIfAbsent(timestamps.get(i).asLong(), at -> new Double[count]);
        column[line] = values.get(i).isNumber() ? values.get(i).asDouble() : null;
      }
    }
    List<Line> lines = new ArrayList<>();
    for (int line = 0; line < count; line++) {
      int index = line;
      lines.add(
          new Line(
              names.get(line),
              columns.values().stream().map(column -> column[index]).toArray(Double[]::new)));
    }
    return new Chart(unit, columns.keySet().stream().mapToLong(Long::longValue).toArray(), lines);
  }

  /// The labels that tell the series apart; all of them when there is only one.
  private static List<String> names(JsonNode series, int count) {
    List<TreeMap<String, String>> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      TreeMap<String, String> labels = new TreeMap<>();
      series
          .get(i)
          .path("labels")
          .properties()
          .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
      all.add(labels);
    }
    return all.stream()
        .map(labels ->
            labels.entrySet().stream()
                .filter(label ->
                    count == 1
                        || all.stream()
                            .anyMatch(o -> !label.getValue().equals(o.get(label.getKey()))))
                .map(label -> label.getKey() + "=" + label.getValue())
                .collect(Collectors.joining(", ")))
        .map(name -> name.isEmpty() ? "value" : name)
        .toList();
  }

  Drawing drawing() {
    return new Drawing(
        unit,
        Arrays.stream(millis).mapToObj(at -> at / 1000.0).toList(),
        lines.stream().map(Line::name).toList(),
        lines.stream().map(line -> Arrays.asList(line.values())).toList());
  }

  EvidenceView.Digest digest(EvidenceView.Interval interval) {
    List<EvidenceView.Digest.Line> rows = lines.stream().map(line -> row(line, interval)).toList();
    if (rows.isEmpty()) {
      return new EvidenceView.Digest("The query gave no series.", rows);
    }
    EvidenceView.Digest.Line first = rows.getFirst();
    String name = rows.size() == 1 ? "Typically" : first.series() + ": typically";
    String sentence =
        first.before().equals(NO_DATA)
            ? "%s %s during the trouble, at most %s; nothing is known of before."
                .formatted(name, first.during(), first.highest())
            : "%s %s before, %s during the trouble, at most %s."
                .formatted(name, first.before(), first.during(), first.highest());
    return new EvidenceView.Digest(sentence, rows);
  }

  private EvidenceView.Digest.Line row(Line line, EvidenceView.Interval interval) {
    Long end = interval.endMillis();
    double highest =
        Arrays.stream(line.values())
            .filter(java.util.Objects::nonNull)
            .mapToDouble(Double::doubleValue)
            .max()
            .orElse(Double.NaN);
    return new EvidenceView.Digest.Line(
        line.name(),
        text(median(line, Long.MIN_VALUE, interval.startMillis())),
        text(median(line, interval.startMillis(), end == null ? Long.MAX_VALUE : end)),
        text(highest));
  }

  private String text(double value) {
    return new Quantity(value, unit).text();
  }

  private double median(Line line, long from, long until) {
    List<Double> inside = new ArrayList<>();
    for (int i = 0; i < millis.length; i++) {
      Double value = line.values()[i];
      if (value != null && millis[i] >= from && millis[i] < until) {
        inside.add(value);
      }
    }
    if (inside.isEmpty()) {
      return Double.NaN;
    }
    inside.sort(null);
    int middle = inside.size() / 2;
    return inside.size() % 2 == 1
        ? inside.get(middle)
        : (inside.get(middle - 1) + inside.get(middle)) / 2;
  }
}
