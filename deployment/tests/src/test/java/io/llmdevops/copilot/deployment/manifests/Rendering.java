package io.llmdevops.copilot.deployment.manifests;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.TemplateCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// What `helm template` and `kubectl kustomize` say.
final class Rendering {
  private Rendering() {}

  static String chart(String release, List<String> valuesFiles, Map<String, String> values) {
    TemplateCommand command =
        new Helm(Repository.CHART).template().withName(release).withNamespace("llm-copilot");
    for (String file : valuesFiles) {
      command = command.withValuesFile(Repository.CHART.resolve(file));
    }
    for (Map.Entry<String, String> value : values.entrySet()) {
      command = command.set(value.getKey(), value.getValue());
    }
    return command.call();
  }

  static String kustomize(Path folder) {
    return kubectl(List.of("kustomize", folder.toString()));
  }

  /// What the parts make of the base. Kustomize knows folders only, so that one is made for it.
  static String kustomize(List<String> components) {
    try {
      Path folder =
          Files.createDirectories(Repository.ROOT.resolve("deployment/tests/target/kustomize"));
      Path here = Files.createTempDirectory(folder, "parts");
      String up = here.toRealPath().relativize(Repository.KUBERNETES.toRealPath()).toString();
      Files.writeString(
          here.resolve("kustomization.yaml"),
          "resources: ["
              + up
              + "/base]\ncomponents: ["
              + components.stream()
                  .map(part -> up + "/components/" + part)
                  .collect(Collectors.joining(", "))
              + "]\n");
      return kustomize(here);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String kubectl(List<String> arguments) {
    Repository.require(onPath("kubectl"), "kubectl on the PATH");
    try {
      List<String> command = new java.util.ArrayList<>(List.of("kubectl"));
      command.addAll(arguments);
      ProcessBuilder builder = new ProcessBuilder(command);
      // No cluster is asked for anything, whatever the developer's kubectl points to.
      builder.environment().put("KUBECONFIG", "/dev/null");
      Path errors = Files.createTempFile("kubectl", ".log");
      Process process = builder.redirectError(errors.toFile()).start();
      process.getOutputStream().close();
      String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int exit = process.waitFor();
      String said = Files.readString(errors);
      Files.delete(errors);
      if (exit != 0) {
        throw new AssertionError(
            "kubectl " + String.join(" ", arguments) + " ended with " + exit + ": " + said);
      }
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  private static boolean onPath(String program) {
    return List.of(System.getenv().getOrDefault("PATH", "").split(":")).stream()
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }
}
