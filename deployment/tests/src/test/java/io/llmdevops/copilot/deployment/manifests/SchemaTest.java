package io.llmdevops.copilot.deployment.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmdevops.copilot.deployment.repository.Manifest;
import io.llmdevops.copilot.deployment.repository.Schemas;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Every object of every variant, strictly: an unknown field, a wrong type, a kind that does not
/// exist fail.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SchemaTest {
  @SuppressWarnings("NullAway.Init")
  private Schemas schemas;

  @BeforeAll
  void load() {
    schemas = new Schemas();
  }

  @ParameterizedTest
  @EnumSource
  void every_object_is_valid(Variant variant) {
    assertThat(variant.manifests())
        .hasSizeGreaterThanOrEqualTo(5)
        .flatExtracting(schemas::objections)
        .isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void no_object_is_there_twice(Variant variant) {
    assertThat(
            variant.manifests().stream()
                .collect(Collectors.groupingBy(Manifest::toString, Collectors.counting())))
        .allSatisfy((name, count) -> assertThat(count).as(name).isEqualTo(1));
  }

  @Test
  void an_unknown_field_is_an_objection() {
    Manifest deployment =
        Manifest.named(Variant.BASE.manifests(), "Deployment", "llm-copilot-agent");

    assertThat(schemas.objections(deployment.with("/spec/template/spec", "hostname2", "x")))
        .isNotEmpty();
    assertThat(schemas.objections(deployment.with("/spec", "replicas", "'3'"))).isNotEmpty();
    assertThat(schemas.objections(deployment.with("", "kind", "Deploiment"))).isNotEmpty();
  }

  @Test
  void an_unknown_field_of_a_custom_resource_is_an_objection() {
    List<Manifest> production = Variant.PRODUCTION.manifests();

    assertThat(
            schemas.objections(
                Manifest.named(production, "VirtualService", "llm-copilot-agent")
                    .with("/spec/http/0", "timeouts", "1s")))
        .isNotEmpty();
    assertThat(
            schemas.objections(
                Manifest.named(production, "ExternalSecret", "llm-copilot-secrets")
                    .with("", "apiVersion", "external-secrets.io/v2")))
        .isNotEmpty();
    assertThat(
            schemas.objections(
                Manifest.named(production, "Gateway", "llm-copilot-agent").with("", "spek", "{}")))
        .isNotEmpty();
  }
}
