package io.llmdevops.copilot.incidents.intake;

import io.llmdevops.copilot.sources.Labels;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which service an alert is about, from its labels: the most telling one first.
final class ServiceNames {
  private static final List<String> ITS_OWN =
      List.of("service_name", "app_kubernetes_io_name", "application", "app");
  private static final List<String> ITS_WORKLOAD =
      List.of("deployment", "statefulset", "daemonset", "destination_workload", "job_name");
  private static final List<String> WHERE_IT_RUNS = List.of("container", "namespace", "instance");

  /// These watch others: their own name says nothing about who is in trouble.
  private static final Set<String> EXPORTERS =
      Set.of(
          "kube-state-metrics",
          "node-exporter",
          "node_exporter",
          "node",
          "kubelet",
          "cadvisor",
          "blackbox",
          "blackbox-exporter",
          "blackbox_exporter",
          "prometheus",
          "alertmanager",
          "pushgateway",
          "statsd-exporter",
          "kubernetes-pods",
          "kubernetes-service-endpoints");

  /// The names that a Deployment (`name-<hash>-<5>`) or DaemonSet (`name-<5>`) gives its pods.
  private static final Pattern POD =
      Pattern.compile("(.+?)(?:-[a-f0-9]{6,10})?-[bcdfghjklmnpqrstvwxz2456789]{5}");

  private static final String NOBODY = "unknown";

  private ServiceNames() {}

  static String of(Labels labels) {
    return direct(labels, "service")
        .or(() -> first(labels, ITS_OWN))
        .or(() -> first(labels, ITS_WORKLOAD))
        .or(() -> direct(labels, "job"))
        .or(() -> labels.get("pod").map(ServiceNames::ownerOf))
        .or(() -> first(labels, WHERE_IT_RUNS))
        .orElse(NOBODY);
  }

  private static Optional<String> direct(Labels labels, String name) {
    return labels.get(name).filter(value -> !EXPORTERS.contains(withoutNamespace(value)));
  }

  private static String withoutNamespace(String job) {
    return job.substring(job.lastIndexOf('/') + 1);
  }

  private static Optional<String> first(Labels labels, List<String> names) {
    return names.stream().flatMap(name -> labels.get(name).stream()).findFirst();
  }

  private static String ownerOf(String pod) {
    Matcher matcher = POD.matcher(pod);
    return matcher.matches() ? matcher.group(1) : pod;
  }
}
