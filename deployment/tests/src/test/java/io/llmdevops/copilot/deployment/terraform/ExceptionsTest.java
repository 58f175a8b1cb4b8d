package io.llmdevops.copilot.deployment.terraform;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmdevops.copilot.deployment.repository.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What checkov is told to leave alone is told to people too, with the reason.
class ExceptionsTest {
  private static final Pattern SKIPPED = Pattern.compile("#checkov:skip=(CKV[0-9A-Z_]+):\\S.*");
  private static final Pattern TOLD = Pattern.compile("CKV[0-9A-Z_]+");

  @Test
  void every_exception_stands_in_the_code_with_a_reason_and_in_the_guide() throws IOException {
    Set<String> skipped = new TreeSet<>();
    try (Stream<Path> files = Files.walk(Rehearsals.source())) {
      for (Path file : files.filter(it -> it.toString().endsWith(".tf")).toList()) {
        for (String line : Files.readAllLines(file)) {
          if (line.contains("checkov:skip")) {
            var match = SKIPPED.matcher(line.strip());
            assertThat(match.matches()).describedAs(file + ": " + line).isTrue();
            skipped.add(match.group(1));
          }
        }
      }
    }
    Set<String> told = new TreeSet<>();
    TOLD.matcher(Repository.read("deployment/terraform/README.md"))
        .results()
        .forEach(it -> told.add(it.group()));
    assertThat(skipped).isNotEmpty().isEqualTo(told);
  }
}
