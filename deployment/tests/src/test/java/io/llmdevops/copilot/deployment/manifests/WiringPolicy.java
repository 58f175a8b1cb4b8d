package io.llmdevops.copilot.deployment.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import io.llmdevops.copilot.deployment.repository.Manifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// That what names something names something that is there: selectors select, ports are opened,
/// scales have a target. The API server accepts all of it otherwise.
final class WiringPolicy {
  /// Made by the operator, as the guide says: AWS's bundle is none of ours.
  private static final String DATABASE_CA = "llm-copilot-database-ca";

  private final List<Manifest> manifests;
  private final List<String> broken = new ArrayList<>();

  private WiringPolicy(List<Manifest> manifests) {
    this.manifests = manifests;
  }

  static List<String> broken(List<Manifest> manifests) {
    WiringPolicy policy = new WiringPolicy(manifests);
    manifests.forEach(policy::check);
    return policy.broken;
  }

  private void check(Manifest manifest) {
    switch (manifest.kind()) {
      case "Deployment", "StatefulSet" -> checkWorkload(manifest);
      case "Service" -> checkService(manifest);
      case "PodDisruptionBudget" -> checkBudget(manifest);
      case "HorizontalPodAutoscaler" ->
          requireTarget(manifest, manifest.at("/spec/scaleTargetRef"));
      case "VerticalPodAutoscaler" -> requireTarget(manifest, manifest.at("/spec/targetRef"));
      case "Ingress" -> checkIngress(manifest);
      case "RoleBinding", "ClusterRoleBinding" -> checkBinding(manifest);
      case "ExternalSecret" ->
          require(
              exists("SecretStore", manifest.at("/spec/secretStoreRef/name").asText()),
              manifest + " has no store");
      case "SecretStore" ->
          require(
              exists(
                  "ServiceAccount",
                  manifest.at("/spec/provider/aws/auth/jwt/serviceAccountRef/name").asText()),
              manifest + " has no account");
      case "VirtualService" -> checkRoutes(manifest);
      default -> {
        // Nothing in it names another object.
      }
    }
    manifest.podTemplate().ifPresent(pod -> checkVolumes(manifest, pod.path("spec")));
  }

  private void checkWorkload(Manifest workload) {
    JsonNode selector = workload.at("/spec/selector/matchLabels");
    require(
        Agents.selected(List.of(workload), selector).size() == 1,
        workload + " does not select its own pods");
    require(
        Agents.selected(manifests, selector).size() == 1, workload + " selects pods of another");
  }

  private void checkService(Manifest service) {
    List<Manifest> targets = Agents.selected(manifests, service.at("/spec/selector"));
    require(!targets.isEmpty(), service + " selects no pods");
    for (JsonNode port : service.at("/spec/ports")) {
      String wanted = port.path("targetPort").asText();
      for (Manifest target : targets) {
        require(
            Manifest.containers(target.podTemplate().orElseThrow())
                .flatMap(container -> Manifest.elements(container.path("ports")))
                .anyMatch(opened ->
                    opened.path("name").asText().equals(wanted)
                        || opened.path("containerPort").asText().equals(wanted)),
            service + " wants the port " + wanted + " of " + target + ", which has none");
      }
    }
  }

  private void checkBudget(Manifest budget) {
    List<Manifest> targets = Agents.selected(manifests, budget.at("/spec/selector/matchLabels"));
    require(targets.size() == 1, budget + " covers not one but " + targets.size());
    for (Manifest target : targets) {
      require(
          replicas(target) > budget.at("/spec/minAvailable").asInt(),
          budget + " never lets a pod go");
      // An eviction is refused when two apply.
      long budgets =
          Manifest.of(manifests, "PodDisruptionBudget")
              .filter(other ->
                  Agents.selected(manifests, other.at("/spec/selector/matchLabels"))
                      .contains(target))
              .count();
      require(budgets == 1, target + " has " + budgets + " budgets");
    }
  }

  /// Those of the Rollout where one makes the pods instead of the Deployment.
  private int replicas(Manifest workload) {
    return Manifest.of(manifests, "Rollout")
        .filter(rollout -> rollout.at("/spec/workloadRef/name").asText().equals(workload.name()))
        .findFirst()
        .orElse(workload)
        .at("/spec/replicas")
        .asInt();
  }

  private void requireTarget(Manifest manifest, JsonNode reference) {
    require(
        exists(reference.path("kind").asText(), reference.path("name").asText()),
        manifest + " has no target");
  }

  private void checkIngress(Manifest ingress) {
    for (JsonNode path :
        ingress.at("/spec/rules").findValues("paths").stream()
            .flatMap(JsonNode::valueStream)
            .toList()) {
      JsonNode backend = path.at("/backend/service");
      Optional<Manifest> service =
          Manifest.of(manifests, "Service")
              .filter(s -> s.name().equals(backend.path("name").asText()))
              .findFirst();
      require(
          service.isPresent()
              && service.get().at("/spec/ports/0/name").equals(backend.at("/port/name")),
          ingress + " has no Service with that port");
    }
  }

  private void checkBinding(Manifest binding) {
    require(
        exists(binding.at("/roleRef/kind").asText(), binding.at("/roleRef/name").asText()),
        binding + " has no role");
    for (JsonNode subject : binding.at("/subjects")) {
      require(exists("ServiceAccount", subject.path("name").asText()), binding + " binds nobody");
    }
  }

  private void checkRoutes(Manifest virtualService) {
    Manifest rule = Manifest.named(manifests, "DestinationRule", virtualService.name());
    int sum = 0;
    for (JsonNode route : virtualService.at("/spec/http/0/route")) {
      int weight = route.path("weight").asInt();
      sum += weight;
      String subset = route.at("/destination/subset").asText();
      Optional<JsonNode> labels =
          Manifest.elements(rule.at("/spec/subsets"))
              .filter(s -> s.path("name").asText().equals(subset))
              .map(s -> s.path("labels"))
              .findFirst();
      require(labels.isPresent(), virtualService + " names the subset " + subset);
      require(
          weight == 0 || labels.stream().anyMatch(l -> !Agents.selected(manifests, l).isEmpty()),
          virtualService + " sends requests to the subset " + subset + ", which has no pods");
    }
    require(sum == 100, virtualService + " has weights that make " + sum);
  }

  /// The Secret comes from outside of the manifests, so only what is made in here is looked for.
  private void checkVolumes(Manifest workload, JsonNode spec) {
    for (JsonNode volume : spec.path("volumes")) {
      String name = volume.at("/configMap/name").asText();
      require(
          !volume.has("configMap") || name.equals(DATABASE_CA) || exists("ConfigMap", name),
          workload + " mounts a ConfigMap that is not there");
    }
  }

  private boolean exists(String kind, String name) {
    return Manifest.of(manifests, kind).anyMatch(manifest -> manifest.name().equals(name));
  }

  private void require(boolean kept, String otherwise) {
    if (!kept) {
      broken.add(otherwise);
    }
  }
}
