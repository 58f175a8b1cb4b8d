package io.llmdevops.copilot.deployment.cicd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.llmdevops.copilot.deployment.repository.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/// A workflow of GitHub's, and what is careless in it.
record Workflow(String name, String text, JsonNode json) {
  static final Path FOLDER = Repository.ROOT.resolve(".github/workflows");

  private static final Pattern USES = Pattern.compile("(?m)^ *(?:- )?uses: (.*)$");
  private static final Pattern PINNED =
      Pattern.compile("[\\w.-]+/[\\w./-]+@[0-9a-f]{40} # v\\d+\\.\\d+\\.\\d+");

  /// What somebody outside can choose; put into a script it would be run.
  private static final Pattern FOREIGN =
      Pattern.compile(
          "\\$\\{\\{[^}]*(?:inputs|github\\.event|github\\.head_ref|github\\.ref_name)");

  static Workflow of(String name, String text) {
    Object document = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
    return new Workflow(name, text, new ObjectMapper().valueToTree(document));
  }

  static List<Workflow> all() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      List<Workflow> all = new ArrayList<>();
      for (Path file : files.sorted().toList()) {
        all.add(of(file.getFileName().toString(), Files.readString(file)));
      }
      return all;
    }
  }

  static Workflow named(String name) throws IOException {
    return of(name, Files.readString(FOLDER.resolve(name)));
  }

  List<String> objections() {
    List<String> objections = new ArrayList<>();
    USES.matcher(text)
        .results()
        .map(it -> it.group(1))
        .filter(it -> !it.startsWith("./") && !PINNED.matcher(it).matches())
        .forEach(it -> objections.add("not pinned by commit, with its version: " + it));
    if (!json.path("permissions").isObject() || !json.path("permissions").isEmpty()) {
      objections.add("jobs get permissions that they did not ask for");
    }
    if (!json.path("concurrency").has("group")) {
      objections.add("no concurrency");
    }
    jobs().forEach(job -> judge(job, objections));
    steps()
        .map(it -> it.path("run").asText())
        .filter(it -> FOREIGN.matcher(it).find())
        .forEach(it -> objections.add("somebody's words are run: " + it));
    return objections;
  }

  private static void judge(JsonNode job, List<String> objections) {
    if (!job.path("permissions").isObject()) {
      objections.add("a job without permissions of its own");
    }
    boolean calls = job.has("uses");
    if (!calls && !job.path("timeout-minutes").isInt()) {
      objections.add("a job without a timeout");
    }
    // Whoever may push or become a role in AWS waits for the rules of an environment.
    boolean strong =
        job.at("/permissions/id-token").asText().equals("write")
            || job.at("/permissions/contents").asText().equals("write");
    if (strong && !calls && !job.has("environment")) {
      objections.add("a job with rights outside of any environment");
    }
  }

  Stream<JsonNode> jobs() {
    return json.path("jobs").valueStream();
  }

  Stream<JsonNode> steps() {
    return jobs().flatMap(it -> it.path("steps").valueStream());
  }

  /// All scripts of the steps, in order.
  String script(String job) {
    StringBuilder script = new StringBuilder();
    json.path("jobs")
        .path(job)
        .path("steps")
        .forEach(it -> script.append(it.path("run").asText()).append('\n'));
    return script.toString();
  }
}
