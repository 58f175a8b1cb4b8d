package io.llmdevops.copilot.deployment.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.llmdevops.copilot.deployment.repository.Manifest;
import io.llmdevops.copilot.deployment.repository.Repository;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Commands of the guide, read from there.
final class OperatorCommands {
  private OperatorCommands() {}

  /// The pod that the corrected check of deployment/kubernetes/README.md starts. `kubectl run` asks
  /// a server even for a dry run, so what it does with the words of the command is done here: the
  /// flags become the pod, and the overrides are merged into it, containers by their name.
  static Manifest curlTest() throws IOException {
    String readme = Repository.read(Repository.KUBERNETES.resolve("README.md"));
    Matcher command = Pattern.compile("(?s)kubectl run curl-test .*?/health\n").matcher(readme);
    if (!command.find()) {
      throw new AssertionError("deployment/kubernetes/README.md no longer has the command");
    }
    String words = command.group();
    if (!words.contains("--override-type=strategic")
        || !words.contains("$(cat deployment/kubernetes/addons/curl-test.json)")) {
      throw new AssertionError("the command no longer takes in addons/curl-test.json: " + words);
    }
    String[] label = flag(words, "--labels=").split("=");
    ObjectNode pod =
        (ObjectNode)
            Manifest.yaml(
                """
                apiVersion: v1
                kind: Pod
                metadata: {name: curl-test, namespace: %s, labels: {%s: "%s"}}
                spec: {containers: [{name: curl-test, image: "%s"}]}
                """
                    .formatted(flag(words, "-n "), label[0], label[1], flag(words, "--image=")));
    JsonNode overrides =
        Manifest.yaml(Repository.read(Repository.KUBERNETES.resolve("addons/curl-test.json")));
    ObjectNode container = (ObjectNode) pod.at("/spec/containers/0");
    if (!overrides.at("/spec/containers/0/name").equals(container.path("name"))) {
      throw new AssertionError("the overrides are for another container");
    }
    container.setAll((ObjectNode) overrides.at("/spec/containers/0"));
    ObjectNode spec = (ObjectNode) pod.path("spec");
    overrides
        .path("spec")
        .properties()
        .forEach(field -> {
          if (!field.getKey().equals("containers")) {
            spec.set(field.getKey(), field.getValue());
          }
        });
    return new Manifest(pod);
  }

  private static String flag(String words, String name) {
    Matcher value = Pattern.compile(Pattern.quote(name) + "(\\S+)").matcher(words);
    if (!value.find()) {
      throw new AssertionError("the command has no " + name + ": " + words);
    }
    return value.group(1);
  }
}
