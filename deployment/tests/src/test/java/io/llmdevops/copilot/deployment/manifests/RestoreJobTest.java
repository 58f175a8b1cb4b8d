package io.llmdevops.copilot.deployment.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmdevops.copilot.deployment.repository.Manifest;
import io.llmdevops.copilot.deployment.repository.Repository;
import io.llmdevops.copilot.deployment.repository.Schemas;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The Job that an operator creates by hand in a bad hour.
class RestoreJobTest {
  private final Manifest job =
      Manifest.read(Repository.ROOT.resolve("deployment/disaster-recovery/backup/restore-job.yaml"))
          .getFirst();

  @Test
  void it_is_valid_and_is_let_in() {
    assertThat(new Schemas().objections(job)).isEmpty();
    assertThat(PodPolicy.broken(job)).isEmpty();
  }

  @Test
  void its_account_and_scripts_are_those_of_the_backup_in_production() {
    List<Manifest> all = new ArrayList<>(Variant.PRODUCTION.manifests());
    all.add(job);

    assertThat(WiringPolicy.broken(all)).isEmpty();
    assertThat(job.at("/spec/template/spec/serviceAccountName").asText())
        .isEqualTo(Manifest.named(all, "ServiceAccount", "llm-copilot-backup").name());
    Manifest backup = Manifest.named(all, "CronJob", "llm-copilot-backup");
    assertThat(Agents.podLabels(job)).isEqualTo(Agents.podLabels(backup));
    assertThat(Agents.env(job)).containsAll(Agents.env(backup).toList());
  }
}
