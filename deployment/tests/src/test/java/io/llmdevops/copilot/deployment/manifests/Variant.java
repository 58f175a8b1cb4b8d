package io.llmdevops.copilot.deployment.manifests;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Every way in which the manifests are made that somebody may use.
enum Variant {
  CHART_DEFAULT,
  CHART_PRODUCTION,
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
  STAGING,
  PRODUCTION,
  BASE_WITH_ALB,
  BASE_WITH_EVERYTHING;

  private static final String PRODUCTION_VALUES = "values-production.yaml";
  private static final Map<Variant, String> RENDERED = new EnumMap<>(Variant.class);

  String yaml() {
    synchronized (RENDERED) {
      return RENDERED.computeIfAbsent(this, Variant::render);
    }
  }

  List<Manifest> manifests() {
    return Manifest.parse(yaml());
  }

  private String render() {
    return switch (this) {
      case CHART_DEFAULT -> chart("", List.of(), Map.of());
      case CHART_PRODUCTION -> chart("", List.of(PRODUCTION_VALUES), Map.of());
      case CHART_STAGING -> chart("", List.of("values-staging.yaml"), Map.of());
      case CHART_DEVELOPMENT -> chart("", List.of("values-development.yaml"), Map.of());
      case CHART_TRIAL -> chart("", List.of("values-trial.yaml"), trialSecrets());
      case CHART_BLUE -> chart("-blue", List.of(PRODUCTION_VALUES), Map.of("color", "blue"));
      case CHART_GREEN ->
          chart(
              "-green", List.of(PRODUCTION_VALUES), Map.of("color", "green", "image.tag", "2.0.0"));
      case CHART_ALB -> chart("", List.of(), alb());
      case CHART_ALL_ON -> chart("", List.of(PRODUCTION_VALUES), allOn());
      case CHART_TRIAL_ALL_ON -> chart("", List.of("values-trial.yaml"), trialAllOn());
      case CHART_ALL_OFF -> chart("", List.of(), allOff());
      case BASE -> Rendering.kustomize(Repository.KUBERNETES.resolve("base"));
      case DEVELOPMENT -> overlay("development");
      case STAGING -> overlay("staging");
      case PRODUCTION -> overlay("production");
      case BASE_WITH_ALB -> Rendering.kustomize(List.of("alb"));
      case BASE_WITH_EVERYTHING ->
          Rendering.kustomize(List.of("istio", "canary", "operator", "sandbox", "backup"));
    };
  }

  private static String chart(String suffix, List<String> files, Map<String, String> values) {
    return Rendering.chart("llm-copilot-agent" + suffix, files, values);
  }

  private static String overlay(String name) {
    return Rendering.kustomize(Repository.KUBERNETES.resolve("overlays").resolve(name));
  }

  /// What would be made up anew at each rendering.
  private static Map<String, String> trialSecrets() {
    return Map.of(
        "secret.values.COPILOT_DB_PASSWORD", "example-of-a-password",
        "secret.values.COPILOT_ADMIN_TOKEN", "example-of-a-token-with-40-characters-ok",
        "secret.values.COPILOT_WEBHOOK_TOKEN", "example-of-a-webhook-token",
        "secret.values.REDIS_PASSWORD", "example-of-another-password");
  }

  static Map<String, String> alb() {
    return Map.of("ingress.kind", "alb", "certificate.enabled", "false");
  }

  private static Map<String, String> allOn() {
    return Map.of(
        "canary.enabled", "true",
        "canary.tag", "1.1.0",
        "serviceMonitor.enabled", "true",
        "serviceAccount.roleArn", "arn:aws:iam::000000000000:role/llm-copilot-agent",
        "rbac.operator.namespaces[0]", "default",
        "image.pullSecrets[0]", "registry",
        "priorityClassName", "high",
        "nodeSelector.group", "general");
  }

  private static Map<String, String> trialAllOn() {
    var values = new java.util.TreeMap<>(trialSecrets());
    values.put("serviceMonitor.enabled", "true");
    values.put("backup.enabled", "true");
    values.put("backup.tls", "disable");
    values.put("sandbox.enabled", "true");
    return values;
  }

  private static Map<String, String> allOff() {
    var values = new java.util.TreeMap<String, String>();
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
