package io.llmdevops.copilot.incidents.watches;

import io.llmdevops.copilot.sources.Matcher;
import io.llmdevops.copilot.sources.MetricQuery.Aggregate;
import java.util.List;
import java.util.Set;

/// A way in which common software names what it measures, and what we watch where we find it.
///
/// @param title what the watch is called, before the name of the metric
/// @param family which labels may name the service
record Convention(
    String title, WatchDefinition.Measure measure, Shape shape, ServiceLabels family) {

  /// What is asked. Each case names the metrics that must exist for it.
  sealed interface Shape {
    /// The metric whose series tell which labels there are.
    String leading();

    Set<String> required();

    /// Counter per second.
    record PerSecond(String counter, List<Matcher> matchers) implements Shape {
      @Override
      public String leading() {
        return counter;
      }

      @Override
      public Set<String> required() {
        return Set.of(counter);
      }
    }

    /// Failed requests as a share of all; what counts as failed depends on the labels found.
    record Failures(String counter, List<Matcher> anyOf) implements Shape {
      @Override
      public String leading() {
        return counter;
      }

      @Override
      public Set<String> required() {
        return Set.of(counter);
      }
    }

    /// The mean of a histogram or summary: `_sum` over `_count`.
    record Mean(String base) implements Shape {
      @Override
      public String leading() {
        return base + "_count";
      }

      @Override
      public Set<String> required() {
        return Set.of(base + "_sum", base + "_count");
      }
    }

    /// The 99th percentile of a histogram with buckets.
    record P99(String base) implements Shape {
      @Override
      public String leading() {
        return base + "_count";
      }

      @Override
      public Set<String> required() {
        return Set.of(base + "_bucket", base + "_count");
      }
    }

    record Level(String gauge, List<Matcher> matchers, Aggregate aggregate) implements Shape {
      @Override
      public String leading() {
        return gauge;
      }

      @Override
      public Set<String> required() {
        return Set.of(gauge);
      }
    }

    /// One gauge as a share of another.
    record Share(String part, String whole, List<Matcher> matchers) implements Shape {
      @Override
      public String leading() {
        return part;
      }

      @Override
      public Set<String> required() {
        return Set.of(part, whole);
      }
    }
  }

  /// Which labels name the service, best first: the first that most series of a metric have is
  /// taken. What an exporter says of others (kube-state-metrics, node_exporter, cAdvisor) carries
  /// the exporter's own `service` and `job`, so there those come last or not at all.
  enum ServiceLabels {
    APPLICATION(
        "service",
        "service_name",
        "app",
        "app_kubernetes_io_name",
        "application",
        "deployment",
        "container",
        "exported_job",
        "job"),
    MESH(
        "destination_workload",
        "destination_canonical_service",
        "destination_app",
        "destination_service_name",
        "destination_service"),
    CONTAINER("container", "container_name", "name", "pod"),
    CLUSTER("deployment", "statefulset", "exported_container", "container", "exported_pod", "pod"),
    NODE("node", "nodename", "instance");

    private final String labels;

    ServiceLabels(String... labels) {
      this.labels = String.join(" ", labels);
    }

    List<String> labels() {
      return List.of(labels.split(" "));
    }
  }
}
