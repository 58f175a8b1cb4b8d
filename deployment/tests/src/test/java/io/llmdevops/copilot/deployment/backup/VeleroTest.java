package io.llmdevops.copilot.deployment.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmdevops.copilot.deployment.repository.Manifest;
import io.llmdevops.copilot.deployment.repository.Rendering;
import io.llmdevops.copilot.deployment.repository.Repository;
import io.llmdevops.copilot.deployment.repository.Schemas;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What Velero is told, held against the promised command, Terraform and the alert.
class VeleroTest {
  private static final Path FOLDER = Repository.ROOT.resolve("deployment/disaster-recovery/velero");

  private final List<Manifest> objects = Manifest.parse(Rendering.kustomize(FOLDER));
  private final List<Manifest> standby =
      Manifest.parse(Rendering.kustomize(FOLDER.resolveSibling("velero-standby")));

  @Test
  void every_object_is_valid() {
    Schemas schemas = new Schemas();

    assertThat(Stream.of(objects, standby).flatMap(List::stream))
        .hasSize(5)
        .flatExtracting(schemas::objections)
        .isEmpty();
    assertThat(schemas.objections(schedule().with("/spec/template", "ttls", "720h"))).isNotEmpty();
  }

  @Test
  void the_schedule_is_what_the_promised_command_makes() {
    assertThat(schedule().name()).isEqualTo("llm-copilot-daily");
    assertThat(schedule().at("/spec/schedule").asText()).isEqualTo("0 1 * * *");
    assertThat(schedule().at("/spec/template/ttl").asText()).isEqualTo("720h0m0s");
    assertThat(schedule().at("/spec/template/includedNamespaces"))
        .extracting(it -> it.asText())
        .containsExactly("llm-copilot");
  }

  @Test
  void no_secret_is_kept_that_would_come_back_with_the_passwords_of_then() {
    assertThat(schedule().at("/spec/template/excludedResources"))
        .extracting(it -> it.asText())
        .containsExactly("secrets");
  }

  @Test
  void it_uses_the_places_that_are_made_beside_it() {
    for (String kind : List.of("BackupStorageLocation", "VolumeSnapshotLocation")) {
      Manifest place = Manifest.of(objects, kind).findFirst().orElseThrow();
      assertThat(place.namespace()).isEqualTo(schedule().namespace());
      assertThat(schedule().at("/spec/template").toString()).contains('"' + place.name() + '"');
    }
  }

  @Test
  void the_second_region_reads_the_copies_and_makes_none() {
    assertThat(Manifest.of(standby, "Schedule")).isEmpty();
    Manifest place = Manifest.named(standby, "BackupStorageLocation", "default");
    assertThat(place.at("/spec/accessMode").asText()).isEqualTo("ReadOnly");
    assertThat(place.json().toString()).doesNotContain("us-east-1");
  }

  @Test
  void the_alert_asks_for_this_schedule() throws IOException {
    String rules =
        Repository.read(
            Repository.ROOT.resolve(
                "deployment/observability/prometheus-operator/prometheusrule.yaml"));

    assertThat(rules)
        .contains(
            "velero_backup_last_successful_timestamp{schedule=\"" + schedule().name() + "\"}");
  }

  private Manifest schedule() {
    return Manifest.of(objects, "Schedule").findFirst().orElseThrow();
  }
}
