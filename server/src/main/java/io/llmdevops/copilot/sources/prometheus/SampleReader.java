package io.llmdevops.copilot.sources.prometheus;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.llmdevops.copilot.platform.errors.CopilotException;
import io.llmdevops.copilot.sources.Labels;
import io.llmdevops.copilot.sources.TimeSeries;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Reads the `data` of a query: matrix, vector or scalar. It goes by the structure, not by
/// `resultType`, which some implementations write after the result.
final class SampleReader implements AnswerReader.DataReader {
  private final Limits limits;
  private final LabelReader labels;
  private final List<TimeSeries> series = new ArrayList<>();
  private long samples;
  private long histograms;
  private long disordered;

  private long[] times = new long[128];
  private double[] values = new double[128];
  private int size;

  SampleReader(Limits limits) {
    this.limits = limits;
    this.labels = new LabelReader(limits.labelsPerSeries());
  }

  List<TimeSeries> series() {
    return series;
  }

  long samples() {
    return samples;
  }

  List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    if (labels.refused() > 0) {
      warnings.add(labels.warning());
    }
    if (histograms > 0) {
      warnings.add(histograms + " native histogram samples left out: they cannot be read yet");
    }
    if (disordered > 0) {
      warnings.add(disordered + " samples left out: not in ascending time");
    }
    return warnings;
  }

  @Override
  public boolean read(JsonParser json) throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      json.skipChildren(); // `data` of an error may be anything
      return true;
    }
    for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
      JsonToken token = json.nextToken();
      if (field.equals("result") && token == JsonToken.START_ARRAY) {
        readResult(json);
      } else {
        json.skipChildren();
      }
    }
    return true;
  }

  private void readResult(JsonParser json) throws IOException {
    for (JsonToken t = json.nextToken(); t != JsonToken.END_ARRAY; t = json.nextToken()) {
      if (t == JsonToken.START_OBJECT) {
        readSeries(json);
      } else if (t.isNumeric()) {
        size = 0;
        readSampleAfterTime(json);
        add(Labels.EMPTY);
        return;
      } else {
        throw new JsonParseException(json, "unexpected " + t + " in the result");
      }
    }
  }

  private void readSeries(JsonParser json) throws IOException {
    Labels metric = null;
    size = 0;
    for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
      JsonToken token = json.nextToken();
      switch (field) {
        case "metric" -> metric = labels.read(json);
        case "value" -> readSample(json);
        case "values" -> {
          expect(json, token, JsonToken.START_ARRAY);
          while (json.nextToken() != JsonToken.END_ARRAY) {
            readSample(json);
          }
        }
        case "histogram" -> {
          histograms++;
          json.skipChildren();
        }
        case "histograms" -> {
          expect(json, token, JsonToken.START_ARRAY);
          while (json.nextToken() != JsonToken.END_ARRAY) {
            histograms++;
            json.skipChildren();
          }
        }
        default -> json.skipChildren();
      }
    }
    if (metric != null && size > 0) {
      add(metric);
    }
  }

  private void readSample(JsonParser json) throws IOException {
    expect(json, json.currentToken(), JsonToken.START_ARRAY);
    if (!json.nextToken().isNumeric()) {
      throw new JsonParseException(json, "a sample must begin with its time");
    }
    readSampleAfterTime(json);
  }

  /// From the time of `[1435781430.781, "1"]` to its closing bracket.
  private void readSampleAfterTime(JsonParser json) throws IOException {
    long time = Math.round(json.getDoubleValue() * 1000);
    String text = json.nextTextValue();
    if (text == null) {
      throw new JsonParseException(json, "the value of a sample must be a string");
    }
    expect(json, json.nextToken(), JsonToken.END_ARRAY);
    double value = number(json, text);
    if (++samples > limits.maxSamples()) {
      throw new CopilotException.TooLarge(
          "the answer holds more than %,d samples: ask for a shorter range, a longer step or fewer series"
              .formatted(limits.maxSamples()));
    }
    if (size > 0 && time <= times[size - 1]) {
      disordered++;
      return;
    }
    if (size == times.length) {
      times = Arrays.copyOf(times, size * 2);
      values = Arrays.copyOf(values, size * 2);
    }
    times[size] = time;
    values[size++] = value;
  }

  private static double number(JsonParser json, String text) throws IOException {
    try {
      return switch (text) {
        case "NaN" -> Double.NaN;
        case "+Inf", "Inf" -> Double.POSITIVE_INFINITY;
        case "-Inf" -> Double.NEGATIVE_INFINITY;
        default -> Double.parseDouble(text);
      };
    } catch (NumberFormatException e) {
      throw new JsonParseException(json, "not a number: '" + text + "'", e);
    }
  }

  private void add(Labels metric) {
    if (series.size() == limits.maxSeries()) {
      throw new CopilotException.TooLarge(
          "the answer holds more than %,d series: narrow the selector or aggregate"
              .formatted(limits.maxSeries()));
    }
    series.add(new TimeSeries(metric, Arrays.copyOf(times, size), Arrays.copyOf(values, size)));
  }

  private static void expect(JsonParser json, JsonToken found, JsonToken wanted)
      throws IOException {
    if (found != wanted) {
      throw new JsonParseException(json, "expected " + wanted + ", found " + found);
    }
  }
}
