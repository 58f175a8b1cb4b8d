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
import java.util.stream.Stream;

/// What `helm template` and `kubectl kustomize` say.
public final class Rendering {
  private Rendering() {}

  static String chart(String release, List<String> valuesFiles, Map<String, String> values) {
    return chart(Repository.CHART, release, valuesFiles, values);
  }

  /// The pod of `helm test`. As a hook it would be left out, so the chart is copied and the pod
  /// made an object like the others.
  static Manifest testPod(String release, List<String> valuesFiles, Map<String, String> values) {
    try {
      Path copy = Files.createTempDirectory(scratch(), "chart");
      try (Stream<Path> files = Files.walk(Repository.CHART)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          Path target = copy.resolve(Repository.CHART.relativize(file).toString());
          Files.createDirectories(target.getParent());
          Files.copy(file, target);
        }
      }
      Path pod = copy.resolve("templates/tests/health.yaml");
      String hook = Files.readString(pod);
      Files.writeString(
          pod, hook.replaceFirst("(?m)^  annotations:\\n(    helm\\.sh/hook.*\\n)+", ""));
      return Manifest.of(Manifest.parse(chart(copy, release, valuesFiles, values)), "Pod")
          .findFirst()
          .orElseThrow(() -> new AssertionError("the chart has no test"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path scratch() throws IOException {
    return Files.createDirectories(Repository.ROOT.resolve("deployment/tests/target/rendering"));
  }

  private static String chart(
      Path chart, String release, List<String> valuesFiles, Map<String, String> values) {
    TemplateCommand command =
        new Helm(chart).template().withName(release).withNamespace("llm-copilot");
    for (String file : valuesFiles) {
      command = command.withValuesFile(Repository.CHART.resolve(file));
    }
    for (Map.Entry<String, String> value : values.entrySet()) {
      command = command.set(value.getKey(), value.getValue());
    }
    return command.call();
  }

  public static String kustomize(Path folder) {
    boolean alone = !onPath("kubectl") && onPath("kustomize");
    return told(
        alone
            ? List.of("kustomize", "build", folder.toString())
            : List.of("kubectl", "kustomize", folder.toString()));
  }

  /// What the parts make of the base. Kustomize knows folders only, so that one is made for it.
  static String kustomize(List<String> components) {
    try {
      Path here = Files.createTempDirectory(scratch(), "parts");
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

  private static String told(List<String> command) {
    Repository.require(onPath(command.getFirst()), "kubectl or kustomize on the PATH");
    try {
      ProcessBuilder builder = new ProcessBuilder(command);
      // No cluster is asked for anything, whatever the developer's kubectl points to.
      builder.environment().put("KUBECONFIG", "/dev/null");
      Path errors = Files.createTempFile("kustomize", ".log");
      Process process = builder.redirectError(errors.toFile()).start();
      process.getOutputStream().close();
      String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int exit = process.waitFor();
      String said = Files.readString(errors);
      Files.delete(errors);
      if (exit != 0) {
        throw new AssertionError(String.join(" ", command) + " ended with " + exit + ": " + said);
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
