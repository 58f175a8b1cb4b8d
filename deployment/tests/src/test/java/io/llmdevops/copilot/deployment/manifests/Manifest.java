package io.llmdevops.copilot.deployment.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// One object for the API server.
public record Manifest(JsonNode json) {
  private static final ObjectMapper YAML = new YAMLMapper();

  static List<Manifest> parse(String yaml) {
    try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(yaml)) {
      return documents.readAll().stream()
          .filter(document -> document.isObject() && !document.isEmpty())
          .map(Manifest::new)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static List<Manifest> read(Path file) {
    try {
      return parse(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static JsonNode yaml(String text) {
    try {
      return YAML.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static Manifest named(List<Manifest> manifests, String kind, String name) {
    return of(manifests, kind)
        .filter(manifest -> manifest.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("there is no " + kind + " " + name));
  }

  public static Stream<Manifest> of(List<Manifest> manifests, String kind) {
    return manifests.stream().filter(manifest -> manifest.kind().equals(kind));
  }

  public String kind() {
    return json.path("kind").asText();
  }

  String apiVersion() {
    return json.path("apiVersion").asText();
  }

  public String name() {
    return at("/metadata/name").asText();
  }

  /// Empty for what belongs to the whole cluster.
  String namespace() {
    return at("/metadata/namespace").asText();
  }

  public JsonNode at(String pointer) {
    return json.at(pointer);
  }

  Map<String, String> labels() {
    return strings(at("/metadata/labels"));
  }

  public static Map<String, String> strings(JsonNode object) {
    Map<String, String> values = new TreeMap<>();
    object.properties().forEach(entry -> values.put(entry.getKey(), entry.getValue().asText()));
    return values;
  }

  /// The pods that this makes, if it makes any.
  Optional<JsonNode> podTemplate() {
    return switch (kind()) {
      case "Pod" -> Optional.of(json);
      case "Deployment", "StatefulSet", "Job" -> Optional.of(at("/spec/template"));
      case "CronJob" -> Optional.of(at("/spec/jobTemplate/spec/template"));
      default -> Optional.empty();
    };
  }

  static Stream<JsonNode> containers(JsonNode podTemplate) {
    return Stream.of("containers", "initContainers")
        .flatMap(list -> elements(podTemplate.path("spec").path(list)));
  }

  public static Stream<JsonNode> elements(JsonNode array) {
    return array.valueStream();
  }

  /// The same with one place changed, for tests of the tests. A null value removes the field.
  public Manifest with(String pointer, String field, String yaml) {
    ObjectNode copy = json.deepCopy();
    ((ObjectNode) copy.at(pointer)).set(field, yaml(yaml));
    return new Manifest(copy);
  }

  public Manifest without(String pointer, String field) {
    ObjectNode copy = json.deepCopy();
    ((ObjectNode) copy.at(pointer)).remove(field);
    return new Manifest(copy);
  }

  @Override
  public String toString() {
    return kind() + " " + (namespace().isEmpty() ? "" : namespace() + "/") + name();
  }
}
