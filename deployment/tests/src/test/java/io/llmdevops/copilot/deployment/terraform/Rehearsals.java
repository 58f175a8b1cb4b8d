package io.llmdevops.copilot.deployment.terraform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.llmdevops.copilot.deployment.repository.Repository;
import io.llmdevops.copilot.deployment.terraform.provider.ProviderStub;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// One run of Terraform for all test classes: a copy of our folder, the stub of the provider, and
/// the plans, made when first asked for. Taken by tests as a parameter ([Extension]).
final class Rehearsals implements AutoCloseable {
  static final ObjectMapper JSON = new ObjectMapper();
  private static final Path SCHEMAS =
      Repository.sharedDataPlace("schemas/aws-provider-6.47.0.json.gz");
  private static final Pattern TYPE = Pattern.compile("\"(aws_[a-z0-9_]+)\"");

  private final Path scratch;
  private final ProviderStub provider;
  private final Terraform terraform;
  private final Map<Environment, JsonNode> plans = new EnumMap<>(Environment.class);

  enum Environment {
    DEVELOPMENT,
    STAGING,
    PRODUCTION;

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    private String workspace() {
      return this == PRODUCTION ? "default" : label();
    }
  }

  private Rehearsals() {
    try {
      scratch = Files.createTempDirectory("terraform-rehearsal");
      provider = new ProviderStub(SCHEMAS, typesIn(source()));
      terraform = Terraform.inCopyOf(source(), scratch, provider.reattach());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Path source() {
    return Repository.DEPLOYMENT.resolve("terraform");
  }

  /// What is written in quotes like a type of the provider. A misspelt one is served by nobody and
  /// so refused.
  private static Set<String> typesIn(Path folder) throws IOException {
    Set<String> types = new TreeSet<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(it -> it.toString().matches(".*\\.(tf|hcl)")).toList()) {
        TYPE.matcher(Files.readString(file)).results().forEach(it -> types.add(it.group(1)));
      }
    }
    return types;
  }

  Terraform terraform() {
    return terraform;
  }

  /// Another copy of our folder, or of one inside it, for tests that leave something behind.
  Terraform fresh(String name) {
    try {
      return Terraform.inCopyOf(
          source(), Files.createDirectories(scratch.resolve(name)), provider.reattach());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Resources plan(Environment environment) {
    return Resources.ofPlan(planned(environment));
  }

  JsonNode plannedOutput(Environment environment, String name) {
    return Resources.after(planned(environment).at("/output_changes/" + name));
  }

  private synchronized JsonNode planned(Environment environment) {
    return plans.computeIfAbsent(environment, this::show);
  }

  private JsonNode show(Environment environment) {
    String file = environment.label() + ".plan";
    terraform.run("init", "-no-color").succeeded();
    terraform.run("workspace", "select", "-or-create", environment.workspace()).succeeded();
    terraform
        .run(
            "plan",
            "-no-color",
            "-var-file=environments/" + environment.label() + "/terraform.tfvars",
            "-out=" + file)
        .succeeded();
    return json(terraform.run("show", "-json", file));
  }

  static JsonNode json(Terraform.Run run) {
    try {
      return JSON.readTree(run.succeeded().output());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    provider.close();
    try (Stream<Path> files = Files.walk(scratch)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Hands the one run to every test that asks for it and ends it after the last.
  static final class Extension implements ParameterResolver, ExecutionCondition {
    /// Skips and names what is missing; in CI nothing may be missing.
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      if (!Repository.onPath("terraform")) {
        return missing("terraform is not on the PATH");
      }
      return Files.exists(SCHEMAS)
          ? ConditionEvaluationResult.enabled("terraform and the provider's schemas are there")
          : missing(SCHEMAS + " is not there");
    }

    private static ConditionEvaluationResult missing(String what) {
      if ("true".equals(System.getenv("CI"))) {
        throw new AssertionError(what + ", and CI must run this");
      }
      return ConditionEvaluationResult.disabled(what);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == Rehearsals.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return context
          .getRoot()
          .getStore(ExtensionContext.Namespace.GLOBAL)
          .computeIfAbsent(Rehearsals.class, key -> new Rehearsals());
    }
  }
}
