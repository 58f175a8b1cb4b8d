package io.llmdevops.copilot.deployment.observability;

import io.llmdevops.copilot.deployment.repository.Ran;
import io.llmdevops.copilot.deployment.repository.Repository;
import io.llmdevops.copilot.testkit.Tool;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The checking programs of Prometheus and Alertmanager.
final class Tools {
  private Tools() {}

  static Ran promtool(Path folder, List<String> arguments) {
    return ran(Tool.find("promtool", "prometheus"), folder, arguments);
  }

  static Ran amtool(List<String> arguments) {
    return ran(Tool.find("amtool", "prometheus-alertmanager"), Repository.ROOT, arguments);
  }

  private static Ran ran(Path program, Path folder, List<String> arguments) {
    return Ran.in(
        folder, Stream.concat(Stream.of(program.toString()), arguments.stream()).toList());
  }
}
