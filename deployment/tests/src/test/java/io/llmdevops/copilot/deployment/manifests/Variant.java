package io.llmdevops.copilot.deployment.manifests;

import io.llmdevops.copilot.deployment.repository.Manifest;
import io.llmdevops.copilot.deployment.repository.Rendering;
import io.llmdevops.copilot.deployment.repository.Repository;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Every way in which the manifests are made that somebody may use.
public enum Variant {
  CHART_DEFAULT,
  CHART_PRODUCTION,
  CHART_STANDBY,
  CHART_STAGING,
  CHART_DEVELOPMENT,
  CHART_TRIAL,
  CHART_BLUE,
  CHART_GREEN,
  CHART_ALB,
  CHART_ALL_ON,
  CHART_TRIAL_ALL_ON,
  CHART_ALL_OFF,
  BASE,
  DEVELOPMENT,
  DEVELOPMENT_AWS,
  STAGING,
  PRODUCTION,
  PRODUCTION_STANDBY,
  BASE_WITH_ALB,
  BASE_WITH_EVERYTHING,
  ROLLOUTS,
  ROLLOUTS_MIGRATION;

  private static final String PRODUCTION_VALUES = "values-production.yaml";
  private static final String TRIAL_VALUES = "values-trial.yaml";
  private static final Map<Variant, String> RENDERED = new EnumMap<>(Variant.class);
  private static final Map<Variant, Manifest> TESTS = new EnumMap<>(Variant.class);

  /// What the chart is told. Empty for kustomize.
  private record Chart(String suffix, List<String> files, Map<String, String> values) {
    String release() {
      return "llm-copilot-agent" + suffix;
    }
  }

  /// As the tool prints it.
  String yaml() {
    synchronized (RENDERED) {
      return RENDERED.computeIfAbsent(
          this,
          variant ->
              chart()
                  .map(c -> Rendering.chart(c.release(), c.files(), c.values()))
                  .orElseGet(this::kustomize));
    }
  }

  /// Everything that gets to the cluster, the pod of `helm test` too.
  public List<Manifest> manifests() {
    List<Manifest> manifests = new ArrayList<>(Manifest.parse(yaml()));
    chart().ifPresent(c -> manifests.add(testPod(c)));
    return manifests;
  }

  /// What the chart makes when it is told more.
  List<Manifest> manifestsWith(Map<String, String> more) {
    Chart c = chart().orElseThrow();
    var values = new TreeMap<>(c.values());
    values.putAll(more);
    return Manifest.parse(Rendering.chart(c.release(), c.files(), values));
  }

  private Manifest testPod(Chart c) {
    synchronized (TESTS) {
      return TESTS.computeIfAbsent(
          this, variant -> Rendering.testPod(c.release(), c.files(), c.values()));
    }
  }

  private Optional<Chart> chart() {
    return Optional.ofNullable(
        switch (this) {
          case CHART_DEFAULT -> new Chart("", List.of(), Map.of());
          case CHART_PRODUCTION -> new Chart("", List.of(PRODUCTION_VALUES), Map.of());
          case CHART_STANDBY ->
              new Chart("", List.of(PRODUCTION_VALUES, "values-standby.yaml"), Map.of());
          case CHART_STAGING -> new Chart("", List.of("values-staging.yaml"), Map.of());
          case CHART_DEVELOPMENT -> new Chart("", List.of("values-development.yaml"), Map.of());
          case CHART_TRIAL -> new Chart("", List.of(TRIAL_VALUES), trialSecrets());
          case CHART_BLUE ->
              new Chart("-blue", List.of(PRODUCTION_VALUES), Map.of("color", "blue"));
          case CHART_GREEN ->
              new Chart(
                  "-green",
                  List.of(PRODUCTION_VALUES),
                  Map.of("color", "green", "image.tag", "2.0.0"));
          case CHART_ALB -> new Chart("", List.of(), alb());
          case CHART_ALL_ON -> new Chart("", List.of(PRODUCTION_VALUES), allOn());
          case CHART_TRIAL_ALL_ON -> new Chart("", List.of(TRIAL_VALUES), trialAllOn());
          case CHART_ALL_OFF -> new Chart("", List.of(), allOff());
          case BASE,
              DEVELOPMENT,
              DEVELOPMENT_AWS,
              STAGING,
              PRODUCTION,
              PRODUCTION_STANDBY,
              BASE_WITH_ALB,
              BASE_WITH_EVERYTHING,
              ROLLOUTS,
              ROLLOUTS_MIGRATION ->
              null;
        });
  }

  private String kustomize() {
    return switch (this) {
      case BASE -> Rendering.kustomize(Repository.KUBERNETES.resolve("base"));
      case DEVELOPMENT -> overlay("development");
      case DEVELOPMENT_AWS -> overlay("development-aws");
      case STAGING -> overlay("staging");
      case PRODUCTION -> overlay("production");
      case PRODUCTION_STANDBY -> overlay("production-standby");
      case BASE_WITH_ALB -> Rendering.kustomize(List.of("alb"));
      case BASE_WITH_EVERYTHING ->
          Rendering.kustomize(
              List.of("istio", "canary", "operator", "sandbox", "backup", "database-ca", "dns01"));
      case ROLLOUTS -> rollouts("production");
      case ROLLOUTS_MIGRATION -> rollouts("migration");
      default -> throw new IllegalStateException(this + " is made by the chart");
    };
  }

  private static String overlay(String name) {
    return Rendering.kustomize(Repository.KUBERNETES.resolve("overlays").resolve(name));
  }

  private static String rollouts(String name) {
    return Rendering.kustomize(Repository.ROOT.resolve("deployment/ci-cd/rollouts").resolve(name));
  }

  /// What would be made up anew at each rendering.
  private static Map<String, String> trialSecrets() {
    return Map.of(
        "secret.values.COPILOT_DB_PASSWORD", "example-of-a-password",
        "secret.values.COPILOT_ADMIN_TOKEN", "example-of-a-token-with-40-characters-ok",
        "secret.values.COPILOT_WEBHOOK_TOKEN", "example-of-a-webhook-token",
        "secret.values.REDIS_PASSWORD", "example-of-another-password");
  }

  private static Map<String, String> alb() {
    return Map.of("ingress.kind", "alb", "certificate.enabled", "false");
  }

  private static Map<String, String> allOn() {
    return Map.of(
        "canary.enabled", "true",
        "canary.tag", "1.1.0",
        "databaseCa.configMap", "llm-copilot-database-ca",
        "serviceMonitor.enabled", "true",
        "serviceAccount.roleArn", "arn:aws:iam::000000000000:role/llm-copilot-agent",
        "rbac.operator.namespaces[0]", "default",
        "image.pullSecrets[0]", "registry",
        "priorityClassName", "high",
        "nodeSelector.group", "general");
  }

  private static Map<String, String> trialAllOn() {
    var values = new TreeMap<>(trialSecrets());
    values.put("serviceMonitor.enabled", "true");
    values.put("backup.enabled", "true");
    values.put("backup.tls", "disable");
    values.put("postgresql.storage", "");
    values.put("sandbox.enabled", "true");
    return values;
  }

  private static Map<String, String> allOff() {
    var values = new TreeMap<String, String>();
    for (String part :
        List.of(
            "externalSecret",
            "autoscaling",
            "pdb",
            "vpa",
            "ingress",
            "certificate",
            "networkPolicy",
            "istio",
            "canary",
            "sandbox",
            "backup",
            "serviceMonitor",
            "postgresql",
            "redis")) {
      values.put(part + ".enabled", "false");
    }
    values.put("rbac.watcher", "false");
    return values;
  }
}
