package io.llmdevops.copilot.deployment.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The schemas of Kubernetes 1.33 and of the custom resources: unknown fields are forbidden.
public final class Schemas {
  private static final Set<String> TOP_LEVEL =
      Set.of("apiVersion", "kind", "metadata", "spec", "status");

  private final ObjectMapper json = new ObjectMapper();
  private final SchemaRegistry registry =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7);
  private final Path folder = Repository.sharedData("schemas");
  private final JsonNode kubernetes = read(folder.resolve("kubernetes-1.33-strict.json"));
  private final Map<String, Optional<Schema>> known = new HashMap<>();

  /// What is wrong with it, a line each.
  public List<String> objections(Manifest manifest) {
    String kind = manifest.apiVersion() + " " + manifest.kind();
    Optional<Schema> schema = known.computeIfAbsent(kind, key -> find(manifest));
    if (schema.isEmpty()) {
      return List.of(manifest + ": no schema knows " + kind);
    }
    List<String> objections = new ArrayList<>();
    if (custom(manifest)) {
      manifest
          .json()
          .fieldNames()
          .forEachRemaining(field -> {
            if (!TOP_LEVEL.contains(field)) {
              objections.add(manifest + ": unknown field " + field);
            }
          });
    }
    schema.get().validate(manifest.json()).forEach(e -> objections.add(manifest + ": " + e));
    return objections;
  }

  private static boolean custom(Manifest manifest) {
    String group = manifest.apiVersion().replaceFirst("/.*", "");
    return group.equals("autoscaling.k8s.io")
        || (group.contains(".") && !group.endsWith(".k8s.io"));
  }

  private Optional<Schema> find(Manifest manifest) {
    return custom(manifest) ? customSchema(manifest) : builtIn(manifest);
  }

  private Optional<Schema> customSchema(Manifest manifest) {
    String[] version = manifest.apiVersion().split("/");
    Path file =
        folder
            .resolve("crds")
            .resolve(version[0])
            .resolve(manifest.kind().toLowerCase(Locale.ROOT) + "_" + version[1] + ".json");
    return Files.exists(file) ? Optional.of(registry.getSchema(read(file))) : Optional.empty();
  }

  private Optional<Schema> builtIn(Manifest manifest) {
    int slash = manifest.apiVersion().indexOf('/');
    String group = slash < 0 ? "" : manifest.apiVersion().substring(0, slash);
    String version = manifest.apiVersion().substring(slash + 1);
    for (Map.Entry<String, JsonNode> entry : kubernetes.at("/components/schemas").properties()) {
      for (JsonNode kind : entry.getValue().path("x-kubernetes-group-version-kind")) {
        if (kind.path("group").asText().equals(group)
            && kind.path("version").asText().equals(version)
            && kind.path("kind").asText().equals(manifest.kind())) {
          ObjectNode root = kubernetes.deepCopy();
          root.put("$ref", "#/components/schemas/" + entry.getKey());
          return Optional.of(registry.getSchema(root));
        }
      }
    }
    return Optional.empty();
  }

  private JsonNode read(Path file) {
    try {
      return json.readTree(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
