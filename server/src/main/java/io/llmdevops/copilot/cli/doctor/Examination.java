package io.llmdevops.copilot.cli.doctor;

import io.llmdevops.copilot.platform.config.Configuration;
import io.llmdevops.copilot.platform.config.ConfigurationError;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// All checks, in the order in which one would mend things.
public final class Examination {
  private final InstantSource time;
  private final Map<String, String> environment;
  private final List<Finding> findings = new ArrayList<>();

  private Examination(InstantSource time, Map<String, String> environment) {
    this.time = time;
    this.environment = environment;
  }

  /// @param environment of the process whose server would be started
  public static List<Finding> run(InstantSource time, Map<String, String> environment) {
    Examination examination = new Examination(time, environment);
    examination.examine();
    return List.copyOf(examination.findings);
  }

  private void examine() {
    MachineChecks machine = new MachineChecks(environment.getOrDefault("PATH", ""));
    findings.add(machine.java(Runtime.version()));
    findings.add(machine.maven());
    findings.add(machine.prometheus());
    Configuration configuration;
    try {
      configuration = Configuration.load(Optional.empty(), environment, Path.of(""));
    } catch (ConfigurationError e) {
      e.problems()
          .forEach(problem ->
              findings.add(
                  Finding.fail(
                      "configuration", problem, "All settings: docs/use/configuration.md.")));
      return;
    }
    findings.add(
        Finding.ok(
            "configuration",
            configuration
                .file()
                .map(Object::toString)
                .orElse("defaults and environment, no file")));
    check("disk", () -> List.of(machine.disk(configuration.dataFolder())));
    check("data folder", () -> machine.dataFolder(configuration.dataFolder()));
    ServiceChecks services = new ServiceChecks(configuration, time);
    check("port", services::port);
    check("database", services::database);
    check("redis", () -> List.of(services.redis()));
    check("sources", services::sources);
    check("models", new ModelChecks(configuration, time)::models);
  }

  private interface Check {
    List<Finding> look() throws IOException;
  }

  private void check(String name, Check check) {
    try {
      findings.addAll(check.look());
    } catch (IOException e) {
      findings.add(Finding.fail(name, "cannot be looked at: " + e, "See the message."));
    }
  }
}
