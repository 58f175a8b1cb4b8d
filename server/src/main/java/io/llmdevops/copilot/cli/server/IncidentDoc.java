package io.llmdevops.copilot.cli.server;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/// An incident as the API shows it; the only place of the command line that knows its members.
/// Unknown members are read over, absent ones are empty.
public record IncidentDoc(JsonNode json) {
  public String label() {
    return json.path("label").asText();
  }

  public String id() {
    return json.path("id").asText();
  }

  public String title() {
    return json.path("title").asText();
  }

  public String status() {
    return json.path("status").asText();
  }

  public String severity() {
    return json.path("severity").asText();
  }

  public boolean open() {
    return !status().equals("resolved") && !status().equals("suppressed");
  }

  public String service() {
    return json.path("service").asText();
  }

  public List<String> services() {
    return texts(json.path("services"));
  }

  public Optional<String> headline() {
    return text(json.path("headline"));
  }

  /// `pending`, `explained` or `unresolved`.
  public String explanation() {
    return json.path("explanation").asText();
  }

  public Optional<String> acknowledgedBy() {
    return text(json.path("acknowledged_by"));
  }

  public Optional<Instant> startedAt() {
    return instant(json.path("started_at"));
  }

  public Optional<Instant> detectedAt() {
    return instant(json.path("detected_at"));
  }

  public Optional<Instant> resolvedAt() {
    return instant(json.path("resolved_at"));
  }

  public boolean merged() {
    return text(json.path("merged_into")).isPresent();
  }

  /// The id of the incident that this one was found to be part of; empty when of none.
  public String mergedInto() {
    return text(json.path("merged_into")).orElse("");
  }

  public int signals() {
    return json.path("signals").asInt();
  }

  public int alerts() {
    return json.path("alerts").asInt();
  }

  public static Optional<String> text(JsonNode node) {
    return node.isValueNode() && !node.isNull() && !node.asText().isEmpty()
        ? Optional.of(node.asText())
        : Optional.empty();
  }

  public static Optional<Instant> instant(JsonNode node) {
    return text(node).map(Instant::parse);
  }

  public static List<String> texts(JsonNode array) {
    return items(array).stream().map(JsonNode::asText).toList();
  }

  public static List<JsonNode> items(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).toList();
  }
}
