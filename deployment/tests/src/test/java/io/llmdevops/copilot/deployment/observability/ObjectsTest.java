package io.llmdevops.copilot.deployment.observability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/// The objects that `kubectl apply -k deployment/observability` sends, and the PodMonitor.
class ObjectsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static List<JsonNode> objects() throws IOException {
    List<JsonNode> objects = new ArrayList<>();
    try (Stream<Path> files = Files.walk(Places.OBSERVABILITY)) {
      for (Path file : files.filter(one -> one.toString().endsWith(".yaml")).sorted().toList()) {
        Iterable<Object> documents =
            new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(Places.read(file));
        for (Object document : documents) {
          JsonNode json = JSON.valueToTree(document);
          if (json.has("kind") && !json.path("kind").asText().equals("Kustomization")) {
            objects.add(json);
          }
        }
      }
    }
    return objects;
  }

  /// Strictly: an unknown field is an error.
  @Test
  void every_object_is_what_its_schema_says() throws IOException {
    Path schemas = schemas();
    JsonNode kubernetes = JSON.readTree(schemas.resolve("kubernetes-1.33-strict.json").toFile());
    SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7);
    assertThat(objects()).hasSizeGreaterThan(10);
    for (JsonNode object : objects()) {
      String[] version = object.path("apiVersion").asText().split("/");
      String kind = object.path("kind").asText();
      Path custom =
          schemas
              .resolve("crds")
              .resolve(version[0])
              .resolve(kind.toLowerCase(Locale.ROOT) + "_" + version[version.length - 1] + ".json");
      JsonNode json =
          Files.exists(custom)
              ? JSON.readTree(custom.toFile())
              : builtIn(kubernetes, version, kind);
      Schema schema = registry.getSchema(json);

      assertThat(schema.validate(object))
          .as(kind + " " + object.at("/metadata/name").asText())
          .isEmpty();
    }
  }

  private static JsonNode builtIn(JsonNode kubernetes, String[] version, String kind) {
    String group = version.length == 1 ? "" : version[0];
    for (Map.Entry<String, JsonNode> one : kubernetes.at("/components/schemas").properties()) {
      for (JsonNode names : one.getValue().path("x-kubernetes-group-version-kind")) {
        if (names.path("group").asText().equals(group)
            && names.path("version").asText().equals(version[version.length - 1])
            && names.path("kind").asText().equals(kind)) {
          ObjectNode root = kubernetes.deepCopy();
          return root.put("$ref", "#/components/schemas/" + one.getKey());
        }
      }
    }
    throw new AssertionError("no schema knows " + String.join("/", version) + " " + kind);
  }

  private static Path schemas() {
    Optional<Path> found =
        Stream.iterate(Places.ROOT, folder -> folder != null, folder -> folder.getParent())
            .map(folder -> folder.resolve("shared/data/schemas"))
            .filter(Files::isDirectory)
            .findFirst();
    if (!"true".equals(System.getenv("CI"))) {
      assumeTrue(found.isPresent(), "shared/data/schemas is not beside the repository");
    }
    return found.orElseThrow(() -> new AssertionError("shared/data/schemas is missing"));
  }

  @Test
  void every_container_has_limits_a_pinned_image_and_no_way_to_more_rights() throws IOException {
    int containers = 0;
    for (JsonNode object : objects()) {
      JsonNode pod = object.at("/spec/template/spec");
      for (JsonNode container : pod.path("containers")) {
        containers++;
        String name = object.at("/metadata/name").asText() + "/" + container.path("name").asText();
        assertThat(container.path("image").asText()).as(name).matches(".+:v?\\d+\\.\\d+\\.\\d+");
        assertThat(container.at("/resources/limits/memory").isTextual()).as(name).isTrue();
        assertThat(container.at("/resources/requests/cpu").isTextual()).as(name).isTrue();
        JsonNode rights = container.path("securityContext");
        assertThat(rights.path("readOnlyRootFilesystem").asBoolean()).as(name).isTrue();
        assertThat(rights.path("allowPrivilegeEscalation").asBoolean(true)).as(name).isFalse();
        assertThat(rights.at("/capabilities/drop/0").asText()).as(name).isEqualTo("ALL");
        assertThat(pod.at("/automountServiceAccountToken").asBoolean(true)).as(name).isFalse();
        // Only what reads the files of the container runtime is root.
        boolean root = !pod.at("/securityContext/runAsNonRoot").asBoolean();
        assertThat(root).as(name).isEqualTo(name.startsWith("otel-collector-logs/"));
      }
    }
    assertThat(containers).isEqualTo(5);
  }

  @Test
  void what_is_mounted_is_made_and_what_is_made_is_of_files_that_exist() throws IOException {
    JsonNode kustomization =
        JSON.valueToTree(
            Rules.yaml(Places.read(Places.OBSERVABILITY.resolve("kustomization.yaml"))));
    List<String> made = new ArrayList<>();
    for (String generator : List.of("configMapGenerator", "secretGenerator")) {
      for (JsonNode one : kustomization.path(generator)) {
        made.add(one.path("name").asText());
        for (JsonNode file : one.path("files")) {
          assertThat(Places.OBSERVABILITY.resolve(file.asText().replaceFirst(".*=", ""))).exists();
        }
      }
    }
    for (JsonNode resource : kustomization.path("resources")) {
      assertThat(Places.OBSERVABILITY.resolve(resource.asText())).exists();
    }
    List<String> mounted = new ArrayList<>();
    for (JsonNode object : objects()) {
      object.findValues("configMap").forEach(volume -> mounted.add(volume.path("name").asText()));
    }
    assertThat(mounted).isNotEmpty().isSubsetOf(made);
  }

  @Test
  void every_address_within_the_namespace_is_that_of_a_service_with_such_a_port()
      throws IOException {
    List<String> services = new ArrayList<>();
    for (JsonNode object : objects()) {
      if (object.path("kind").asText().equals("Service")) {
        String name = object.at("/metadata/name").asText();
        object.at("/spec/ports").forEach(port -> services.add(name + ":" + port.path("port")));
      }
    }
    List<String> addressed = new ArrayList<>();
    try (Stream<Path> files = Files.walk(Places.OBSERVABILITY)) {
      for (Path file : files.filter(one -> one.toString().endsWith(".yaml")).toList()) {
        Pattern.compile("([a-z-]+)\\.observability\\.svc\\.cluster\\.local(:\\d+)")
            .matcher(Places.read(file))
            .results()
            .forEach(address -> addressed.add(address.group(1) + address.group(2)));
      }
    }
    assertThat(addressed).contains("loki:3100", "jaeger-query:16686").isSubsetOf(services);
  }
}
