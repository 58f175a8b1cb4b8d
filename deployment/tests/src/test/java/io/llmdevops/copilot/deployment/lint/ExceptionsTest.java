package io.llmdevops.copilot.deployment.lint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.llmdevops.copilot.deployment.repository.Manifest;
import io.llmdevops.copilot.deployment.repository.Repository;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What checkov is told to leave alone is told to people too, with the reason. Those of Terraform
/// stand in its code.
class ExceptionsTest {
  private static final Pattern CHECK = Pattern.compile("CKV2?_K8S_\\d+");
  private static final Pattern ROW = Pattern.compile("\\| CKV[^|]+\\| *\\S[^|]{10,}\\|");

  @ParameterizedTest
  @ValueSource(strings = {"kubernetes", "observability"})
  void every_exception_stands_in_the_page_with_a_reason(String name) {
    Path folder = Repository.DEPLOYMENT.resolve(name);
    JsonNode skipped =
        Manifest.yaml(Repository.read(folder.resolve("checkov.yaml"))).path("skip-check");
    Set<String> left = Manifest.elements(skipped).map(JsonNode::asText).collect(Collectors.toSet());
    Set<String> told = new TreeSet<>();
    for (String line : Repository.read(folder.resolve("README.md")).split("\n")) {
      if (ROW.matcher(line).matches()) {
        CHECK.matcher(line).results().forEach(check -> told.add(check.group()));
      }
    }

    assertThat(left).isNotEmpty();
    assertThat(told).containsExactlyInAnyOrderElementsOf(left);
  }
}
