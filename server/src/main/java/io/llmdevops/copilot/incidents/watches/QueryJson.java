package io.llmdevops.copilot.incidents.watches;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.llmdevops.copilot.sources.Labels;
import io.llmdevops.copilot.sources.Matcher;
import io.llmdevops.copilot.sources.MetricQuery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Queries and labels as they are stored. Written out by hand: rows outlive class names.
final class QueryJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private QueryJson() {}

  static String write(MetricQuery query) {
    return node(query).toString();
  }

  static MetricQuery read(String json) {
    return query(tree(json));
  }

  static String write(Labels labels) {
    ObjectNode node = JSON.createObjectNode();
    labels.values().forEach(node::put);
    return node.toString();
  }

  static Labels readLabels(String json) {
    Map<String, String> values = new TreeMap<>();
    tree(json).properties().forEach(label -> values.put(label.getKey(), label.getValue().asText()));
    return Labels.of(values);
  }

  private static JsonNode tree(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not the JSON of a query: " + json, e);
    }
  }

  private static ObjectNode node(MetricQuery query) {
    ObjectNode node = JSON.createObjectNode();
    switch (query) {
      case MetricQuery.Gauge gauge -> {
        selector(node.put("type", "gauge"), gauge.metric(), gauge.matchers(), gauge.by());
        node.put("aggregate", gauge.aggregate().name());
      }
      case MetricQuery.Rate rate -> {
        selector(node.put("type", "rate"), rate.metric(), rate.matchers(), rate.by());
        node.put("window_ms", rate.window().toMillis());
      }
      case MetricQuery.Ratio ratio -> {
        node.put("type", "ratio");
        node.set("numerator", node(ratio.numerator()));
        node.set("denominator", node(ratio.denominator()));
      }
      case MetricQuery.Quantile quantile -> {
        selector(
            node.put("type", "quantile"),
            quantile.bucketMetric(),
            quantile.matchers(),
            quantile.by());
        node.put("quantile", quantile.quantile());
        node.put("window_ms", quantile.window().toMillis());
      }
      case MetricQuery.PromQl promQl ->
          node.put("type", "promql").put("expression", promQl.expression());
    }
    return node;
  }

  private static void selector(
      ObjectNode node, String metric, List<Matcher> matchers, List<String> by) {
    node.put("metric", metric);
    ArrayNode conditions = node.putArray("matchers");
    for (Matcher matcher : matchers) {
      conditions
          .addObject()
          .put("label", matcher.label())
          .put("operator", matcher.operator().name())
          .put("value", matcher.value());
    }
    ArrayNode labels = node.putArray("by");
    by.forEach(labels::add);
  }

  private static MetricQuery query(JsonNode node) {
    String type = node.path("type").asText();
    return switch (type) {
      case "gauge" ->
          new MetricQuery.Gauge(
              node.path("metric").asText(),
              matchers(node),
              MetricQuery.Aggregate.valueOf(node.path("aggregate").asText()),
              by(node));
      case "rate" ->
          new MetricQuery.Rate(
              node.path("metric").asText(), matchers(node), window(node), by(node));
      case "ratio" ->
          new MetricQuery.Ratio(query(node.path("numerator")), query(node.path("denominator")));
      case "quantile" ->
          new MetricQuery.Quantile(
              node.path("quantile").asDouble(),
              node.path("metric").asText(),
              matchers(node),
              window(node),
              by(node));
      case "promql" -> new MetricQuery.PromQl(node.path("expression").asText());
      default -> throw new IllegalArgumentException("no query is of type '" + type + "'");
    };
  }

  private static Duration window(JsonNode node) {
    return Duration.ofMillis(node.path("window_ms").asLong());
  }

  private static List<String> by(JsonNode node) {
    List<String> labels = new ArrayList<>();
    node.path("by").forEach(label -> labels.add(label.asText()));
    return labels;
  }

  private static List<Matcher> matchers(JsonNode node) {
    List<Matcher> matchers = new ArrayList<>();
    for (JsonNode matcher : node.path("matchers")) {
      matchers.add(
          new Matcher(
              matcher.path("label").asText(),
              Matcher.Operator.valueOf(matcher.path("operator").asText()),
              matcher.path("value").asText()));
    }
    return matchers;
  }
}
