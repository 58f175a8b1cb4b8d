package io.llmdevops.copilot.deployment.observability;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.llmdevops.copilot.deployment.repository.Manifest;
import io.llmdevops.copilot.deployment.repository.Repository;
import io.llmdevops.copilot.deployment.repository.Schemas;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The objects that `kubectl apply -k deployment/observability` sends, and the PodMonitor.
class ObjectsTest {
  private static List<Manifest> objects() {
    return Repository.filesBelow(Places.OBSERVABILITY, ".yaml").stream()
        .flatMap(file -> Manifest.read(file).stream())
        .filter(one -> !one.kind().isEmpty() && !one.kind().equals("Kustomization"))
        .toList();
  }

  /// Strictly: an unknown field is an error.
  @Test
  void every_object_is_what_its_schema_says() {
    Schemas schemas = new Schemas();

    assertThat(objects()).hasSizeGreaterThan(10).flatExtracting(schemas::objections).isEmpty();
  }

  @Test
  void every_container_has_limits_a_pinned_image_and_no_way_to_more_rights() {
    int containers = 0;
    for (Manifest object : objects()) {
      JsonNode pod = object.at("/spec/template/spec");
      for (JsonNode container : pod.path("containers")) {
        containers++;
        String name = object.name() + "/" + container.path("name").asText();
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
  void what_is_mounted_is_made_and_what_is_made_is_of_files_that_exist() {
    JsonNode kustomization =
        Manifest.yaml(Repository.read(Places.OBSERVABILITY.resolve("kustomization.yaml")));
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
    for (Manifest object : objects()) {
      object
          .json()
          .findValues("configMap")
          .forEach(volume -> mounted.add(volume.path("name").asText()));
    }
    assertThat(mounted).isNotEmpty().isSubsetOf(made);
  }

  @Test
  void every_address_within_the_namespace_is_that_of_a_service_with_such_a_port() {
    List<String> services = new ArrayList<>();
    for (Manifest object : objects()) {
      if (object.kind().equals("Service")) {
        String name = object.name();
        object.at("/spec/ports").forEach(port -> services.add(name + ":" + port.path("port")));
      }
    }
    List<String> addressed = new ArrayList<>();
    for (Path file : Repository.filesBelow(Places.OBSERVABILITY, ".yaml")) {
      Pattern.compile("([a-z-]+)\\.observability\\.svc\\.cluster\\.local(:\\d+)")
          .matcher(Repository.read(file))
          .results()
          .forEach(address -> addressed.add(address.group(1) + address.group(2)));
    }
    assertThat(addressed).contains("loki:3100", "jaeger-query:16686").isSubsetOf(services);
  }
}
