package io.llmdevops.copilot.deployment.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.llmdevops.copilot.deployment.repository.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PodPolicyTest {
  @ParameterizedTest
  @EnumSource
  void every_pod_keeps_to_the_policy(Variant variant) {
    assertThat(variant.manifests()).flatExtracting(PodPolicy::broken).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void a_namespace_of_ours_lets_in_only_restricted_pods(Variant variant) {
    assertThat(Manifest.of(variant.manifests(), "Namespace"))
        .allSatisfy(namespace ->
            assertThat(namespace.labels())
                .containsEntry("pod-security.kubernetes.io/enforce", "restricted"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/spec/template/spec/securityContext | runAsNonRoot | false",
        "/spec/template/spec/securityContext | runAsUser | 0",
        "/spec/template/spec/securityContext | seccompProfile | {type: Unconfined}",
        "/spec/template/spec | automountServiceAccountToken | true",
        "/spec/template/spec | enableServiceLinks | true",
        "/spec/template/spec | hostNetwork | true",
        "/spec/template/spec | volumes | [{name: x, hostPath: {path: /}}]",
        "/spec/template/spec | volumes | [{name: x, emptyDir: {}}]",
        "/spec/template/spec/containers/0/securityContext | readOnlyRootFilesystem | false",
        "/spec/template/spec/containers/0/securityContext | allowPrivilegeEscalation | true",
        "/spec/template/spec/containers/0/securityContext | privileged | true",
        "/spec/template/spec/containers/0/securityContext | capabilities | {drop: [NET_RAW]}",
        "/spec/template/spec/containers/0/securityContext/capabilities | add | [SYS_ADMIN]",
        "/spec/template/spec/containers/0 | resources | {requests: {cpu: 1, memory: 1Gi}}",
        "/spec/template/spec/containers/0 | image | llm-copilot-agent:latest",
        "/spec/template/spec/containers/0 | image | llm-copilot-agent",
      })
  void a_pod_that_asks_for_more_is_found(String pointer, String field, String value) {
    Manifest deployment =
        Manifest.named(Variant.BASE.manifests(), "Deployment", "llm-copilot-agent");

    assertThat(PodPolicy.broken(deployment)).isEmpty();
    assertThat(PodPolicy.broken(deployment.with(pointer, field, value))).isNotEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void the_agent_runs_as_1001_and_writes_to_one_scratch_volume_only(Variant variant) {
    assertThat(Agents.deployments(variant.manifests()))
        .isNotEmpty()
        .allSatisfy(deployment -> {
          JsonNode spec = deployment.at("/spec/template/spec");
          assertThat(spec.at("/securityContext/runAsUser").asInt()).isEqualTo(1001);
          assertThat(spec.at("/securityContext/runAsGroup").asInt()).isEqualTo(1001);
          assertThat(Manifest.elements(spec.path("volumes")).filter(v -> v.has("emptyDir")))
              .hasSize(1);
          assertThat(
                  Manifest.elements(spec.at("/containers/0/volumeMounts"))
                      .filter(mount -> !mount.path("readOnly").asBoolean())
                      .map(mount -> mount.path("mountPath").asText()))
              .containsExactly("/tmp");
        });
  }

  @Test
  void the_check_of_an_operator_is_let_in_by_the_pod_security() throws Exception {
    Manifest pod = OperatorCommands.curlTest();

    assertThat(PodPolicy.broken(pod)).isEmpty();
    assertThat(pod.namespace()).isEqualTo("llm-copilot");
  }
}
