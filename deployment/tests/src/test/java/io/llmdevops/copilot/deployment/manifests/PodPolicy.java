package io.llmdevops.copilot.deployment.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import io.llmdevops.copilot.deployment.repository.Manifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// What every pod of ours keeps to: the restricted pod security of Kubernetes, and more.
final class PodPolicy {
  private static final Set<String> VOLUMES =
      Set.of("configMap", "secret", "emptyDir", "persistentVolumeClaim", "projected");

  private final List<String> broken = new ArrayList<>();
  private final Manifest manifest;

  private PodPolicy(Manifest manifest) {
    this.manifest = manifest;
  }

  /// What it breaks, a line each.
  static List<String> broken(Manifest manifest) {
    PodPolicy policy = new PodPolicy(manifest);
    manifest.podTemplate().ifPresent(policy::check);
    return policy.broken;
  }

  private void check(JsonNode pod) {
    JsonNode spec = pod.path("spec");
    JsonNode security = spec.path("securityContext");
    require(security.path("runAsNonRoot").asBoolean(), "runs as nobody in particular");
    require(security.path("runAsUser").asInt(0) > 0, "names no user other than root");
    require(
        security.at("/seccompProfile/type").asText().equals("RuntimeDefault"), "has no seccomp");
    require(!spec.path("automountServiceAccountToken").asBoolean(true), "mounts a token");
    require(!spec.path("enableServiceLinks").asBoolean(true), "gets variables of other Services");
    for (String host : List.of("hostNetwork", "hostPID", "hostIPC")) {
      require(!spec.path(host).asBoolean(), "uses " + host);
    }
    spec.path("volumes").forEach(this::checkVolume);
    require(Manifest.containers(pod).findAny().isPresent(), "has no container");
    Manifest.containers(pod).forEach(this::checkContainer);
  }

  private void checkVolume(JsonNode volume) {
    String name = "volume " + volume.path("name").asText();
    volume
        .fieldNames()
        .forEachRemaining(field -> {
          require(field.equals("name") || VOLUMES.contains(field), name + " is a " + field);
        });
    if (volume.has("emptyDir")) {
      require(volume.at("/emptyDir").has("sizeLimit"), name + " may fill the node");
    }
  }

  private void checkContainer(JsonNode container) {
    String name = "container " + container.path("name").asText();
    JsonNode security = container.path("securityContext");
    require(
        !security.path("allowPrivilegeEscalation").asBoolean(true), name + " may gain privileges");
    require(security.path("readOnlyRootFilesystem").asBoolean(), name + " has a writable root");
    require(
        security.at("/capabilities/drop").toString().equals("[\"ALL\"]"),
        name + " keeps capabilities");
    require(!security.at("/capabilities").has("add"), name + " adds capabilities");
    require(!security.path("privileged").asBoolean(), name + " is privileged");
    for (String kind : List.of("requests", "limits")) {
      for (String resource : List.of("cpu", "memory")) {
        require(
            container.path("resources").path(kind).has(resource),
            name + " has no " + resource + " in " + kind);
      }
    }
    String image = container.path("image").asText();
    require(
        image.matches(".+(:[\\w.-]+|@sha256:[0-9a-f]{64})") && !image.endsWith(":latest"),
        name + " has an image without a version: " + image);
  }

  private void require(boolean kept, String otherwise) {
    if (!kept) {
      broken.add(manifest + " " + otherwise);
    }
  }
}
