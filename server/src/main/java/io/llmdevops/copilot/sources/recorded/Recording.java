package io.llmdevops.copilot.sources.recorded;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.llmdevops.copilot.platform.errors.CopilotException.BadRequest;
import io.llmdevops.copilot.sources.Labels;
import io.llmdevops.copilot.sources.TimeSeries;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/// The file format: one JSON object a line (compressed when the name ends in `.gz`),
///
/// ```
/// {"labels":{"__name__":"up","job":"api"},"t":[1700000000000,1700000015000],"v":[1,"NaN"]}
/// ```
///
/// `t` are epoch milliseconds in ascending order and `v` the values at them; `"NaN"`, `"+Inf"` and
/// `"-Inf"` are strings. A series may come on several lines, in order of time.
final class Recording {
  private static final JsonFactory JSON = JsonFactory.builder().build();

  private Recording() {}

  /// Takes what is read, series by series.
  interface Sink {
    void series(TimeSeries series);
  }

  static void read(Path file, Sink sink) {
    try (InputStream in = open(file);
        JsonParser json = JSON.createParser(in)) {
      for (JsonToken t = json.nextToken(); t != null; t = json.nextToken()) {
        if (t != JsonToken.START_OBJECT) {
          throw new JsonParseException(json, "expected a series, found " + t);
        }
        sink.series(readSeries(json));
      }
    } catch (JsonParseException | IllegalArgumentException e) {
      throw new BadRequest("recording " + file + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw new BadRequest("cannot read the recording " + file + ": " + e, e);
    }
  }

  static void write(Path file, List<TimeSeries> series) throws IOException {
    try (OutputStream out = create(file);
        JsonGenerator json = JSON.createGenerator(out)) {
      json.setRootValueSeparator(null);
      for (TimeSeries one : series) {
        writeSeries(json, one);
        json.writeRaw('\n');
      }
    }
  }

  private static InputStream open(Path file) throws IOException {
    InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
    return file.toString().endsWith(".gz") ? new GZIPInputStream(in, 1 << 16) : in;
  }

  private static OutputStream create(Path file) throws IOException {
    OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
    return file.toString().endsWith(".gz") ? new GZIPOutputStream(out) : out;
  }

  private static TimeSeries readSeries(JsonParser json) throws IOException {
    Labels labels = Labels.EMPTY;
    long[] times = {};
    double[] values = {};
    for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
      json.nextToken();
      switch (field) {
        case "labels" -> labels = readLabels(json);
        case "t" -> times = readTimes(json);
        case "v" -> values = readValues(json);
        default -> throw new JsonParseException(json, "unknown field '" + field + "'");
      }
    }
    if (labels.get("__name__").isEmpty()) {
      throw new JsonParseException(json, "a series needs labels with __name__");
    }
    return new TimeSeries(labels, times, values);
  }

  private static Labels readLabels(JsonParser json) throws IOException {
    TreeMap<String, String> labels = new TreeMap<>();
    for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      String value = json.nextTextValue();
      if (value == null) {
        throw new JsonParseException(json, "label '" + name + "' must be a string");
      }
      labels.put(name, value);
    }
    return new Labels(labels);
  }

  private static long[] readTimes(JsonParser json) throws IOException {
    long[] times = new long[64];
    int size = 0;
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (size == times.length) {
        times = Arrays.copyOf(times, size * 2);
      }
      times[size++] = json.getLongValue();
    }
    return Arrays.copyOf(times, size);
  }

  private static double[] readValues(JsonParser json) throws IOException {
    double[] values = new double[64];
    int size = 0;
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (size == values.length) {
        values = Arrays.copyOf(values, size * 2);
      }
      values[size++] = json.currentToken().isNumeric() ? json.getDoubleValue() : notFinite(json);
    }
    return Arrays.copyOf(values, size);
  }

  private static double notFinite(JsonParser json) throws IOException {
    return switch (json.getText()) {
      case "NaN" -> Double.NaN;
      case "+Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> throw new JsonParseException(json, "not a value: " + json.getText());
    };
  }

  private static void writeSeries(JsonGenerator json, TimeSeries series) throws IOException {
    json.writeStartObject();
    json.writeObjectFieldStart("labels");
    for (var label : series.labels().values().entrySet()) {
      json.writeStringField(label.getKey(), label.getValue());
    }
    json.writeEndObject();
    json.writeFieldName("t");
    json.writeArray(series.timestamps(), 0, series.size());
    json.writeArrayFieldStart("v");
    for (double value : series.values()) {
      if (Double.isFinite(value)) {
        json.writeNumber(value);
      } else {
        json.writeString(Double.isNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf");
      }
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
