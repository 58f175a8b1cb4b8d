package io.llmdevops.copilot.incidents.watches;

import static io.llmdevops.copilot.incidents.SignalKind.AVAILABILITY;
import static io.llmdevops.copilot.incidents.SignalKind.CPU;
import static io.llmdevops.copilot.incidents.SignalKind.DISK_USE;
import static io.llmdevops.copilot.incidents.SignalKind.ERROR_RATIO;
import static io.llmdevops.copilot.incidents.SignalKind.GC_PAUSE;
import static io.llmdevops.copilot.incidents.SignalKind.LATENCY_MEAN;
import static io.llmdevops.copilot.incidents.SignalKind.LATENCY_P99;
import static io.llmdevops.copilot.incidents.SignalKind.MEMORY;
import static io.llmdevops.copilot.incidents.SignalKind.POOL_USE;
import static io.llmdevops.copilot.incidents.SignalKind.QUEUE_LENGTH;
import static io.llmdevops.copilot.incidents.SignalKind.REQUEST_RATE;
import static io.llmdevops.copilot.incidents.SignalKind.RESTARTS;

import io.llmdevops.copilot.incidents.SignalKind;
import io.llmdevops.copilot.incidents.watches.Convention.ServiceLabels;
import io.llmdevops.copilot.incidents.watches.Convention.Shape;
import io.llmdevops.copilot.sources.Matcher;
import io.llmdevops.copilot.sources.MetricQuery.Aggregate;
import java.util.ArrayList;
import java.util.List;

/// What is watched where nothing is configured: the RED series of services (rate, errors, duration)
/// and the USE series of what they run on (utilisation, saturation, errors), by the names that
/// Micrometer, OpenTelemetry, Istio, the gRPC libraries, the Prometheus client libraries, cAdvisor,
/// kube-state-metrics and node_exporter give them.
final class Conventions {
  /// The labels in which HTTP and gRPC libraries put the outcome, and what means failure there.
  private static final List<Matcher> FAILED =
      List.of(
          Matcher.matches("status", "5..|5xx"),
          Matcher.matches("code", "5..|5xx"),
          Matcher.matches("http_response_status_code", "5.."),
          Matcher.matches("http_status_code", "5.."),
          Matcher.matches("status_code", "5.."),
          Matcher.matches("response_code", "5..|0"),
          Matcher.equal("outcome", "SERVER_ERROR"),
          Matcher.matches(
              "grpc_code", "Unknown|DeadlineExceeded|Unimplemented|Internal|Unavailable|DataLoss"));

  /// What a caller counts as failed: no answer at all too. Micrometer puts that into `status`,
  /// OpenTelemetry into `error_type`, where answers that the caller itself provoked (4xx) stand
  /// too.
  private static final List<Matcher> UNANSWERED =
      List.of(
          Matcher.matches("status", "5..|5xx|IO_ERROR|CLIENT_ERROR"),
          Matcher.matches("error_type", "5..|[^0-9].*"),
          Matcher.equal("outcome", "SERVER_ERROR"));

  private static final List<Matcher> ALL_SERIES = List.of();
  private static final List<Matcher> REAL_CONTAINERS =
      List.of(
          new Matcher("container", Matcher.Operator.NOT_EQUAL, ""),
          new Matcher("container", Matcher.Operator.NOT_EQUAL, "POD"));
  private static final List<Matcher> HEAP = List.of(Matcher.equal("area", "heap"));
  private static final List<Matcher> DISKS =
      List.of(new Matcher("fstype", Matcher.Operator.NOT_MATCHES, "tmpfs|overlay|squashfs|ramfs"));
  private static final List<Matcher> BUSY =
      List.of(new Matcher("mode", Matcher.Operator.NOT_MATCHES, "idle|iowait|steal"));

  static final List<Convention> ALL = all();

  private Conventions() {}

  private static List<Convention> all() {
    List<Convention> all = new ArrayList<>();
    requests(all, "http_server_requests_seconds", "s", ServiceLabels.APPLICATION);
    requests(all, "http_server_request_duration_seconds", "s", ServiceLabels.APPLICATION);
    requests(all, "http_server_duration_milliseconds", "ms", ServiceLabels.APPLICATION);
    requests(all, "http_request_duration_seconds", "s", ServiceLabels.APPLICATION);
    counted(all, "http_requests_total", ServiceLabels.APPLICATION);
    counted(all, "istio_requests_total", ServiceLabels.MESH);
    timed(all, "istio_request_duration_milliseconds", "ms", ServiceLabels.MESH);
    counted(all, "grpc_server_handled_total", ServiceLabels.APPLICATION);
    timed(all, "grpc_server_handling_seconds", "s", ServiceLabels.APPLICATION);
    outgoing(all, "http_client_requests_seconds");
    outgoing(all, "http_client_request_duration_seconds");
    all.addAll(
        List.of(
            application(
                "heap use",
                ratio(MEMORY, SignalKind.Badness.UP),
                new Shape.Share("jvm_memory_used_bytes", "jvm_memory_max_bytes", HEAP)),
            application(
                "GC pauses", GC_PAUSE, new Shape.PerSecond("jvm_gc_pause_seconds_sum", ALL_SERIES)),
            application(
                "CPU use", CPU, new Shape.PerSecond("process_cpu_seconds_total", ALL_SERIES)),
            application(
                "resident memory",
                MEMORY,
                new Shape.Level("process_resident_memory_bytes", ALL_SERIES, Aggregate.SUM)),
            application(
                "open files",
                POOL_USE,
                new Shape.Share("process_open_fds", "process_max_fds", ALL_SERIES)),
            application(
                "connections in use",
                POOL_USE,
                new Shape.Share(
                    "hikaricp_connections_active", "hikaricp_connections_max", ALL_SERIES)),
            application(
                "waiting for a connection",
                QUEUE_LENGTH,
                new Shape.Level("hikaricp_connections_pending", ALL_SERIES, Aggregate.SUM)),
            application(
                "instances up", AVAILABILITY, new Shape.Level("up", ALL_SERIES, Aggregate.AVG)),
            of(
                "container CPU use",
                CPU,
                new Shape.PerSecond("container_cpu_usage_seconds_total", REAL_CONTAINERS),
                ServiceLabels.CONTAINER),
            of(
                "container memory",
                MEMORY,
                new Shape.Level(
                    "container_memory_working_set_bytes", REAL_CONTAINERS, Aggregate.SUM),
                ServiceLabels.CONTAINER),
            of(
                "container restarts",
                RESTARTS,
                new Shape.PerSecond("kube_pod_container_status_restarts_total", ALL_SERIES),
                ServiceLabels.CLUSTER),
            of(
                "replicas available",
                AVAILABILITY,
                new Shape.Share(
                    "kube_deployment_status_replicas_available",
                    "kube_deployment_spec_replicas",
                    ALL_SERIES),
                ServiceLabels.CLUSTER),
            of(
                "node CPU use",
                CPU,
                new Shape.PerSecond("node_cpu_seconds_total", BUSY),
                ServiceLabels.NODE),
            of(
                "node memory available",
                ratio(MEMORY, SignalKind.Badness.DOWN),
                new Shape.Share(
                    "node_memory_MemAvailable_bytes", "node_memory_MemTotal_bytes", ALL_SERIES),
                ServiceLabels.NODE),
            of(
                "node disk space free",
                ratio(DISK_USE, SignalKind.Badness.DOWN),
                new Shape.Share("node_filesystem_avail_bytes", "node_filesystem_size_bytes", DISKS),
                ServiceLabels.NODE)));
    return List.copyOf(all);
  }

  /// A histogram of requests whose `_count` carries their outcome.
  private static void requests(
      List<Convention> all, String base, String unit, ServiceLabels family) {
    counted(all, base + "_count", family);
    timed(all, base, unit, family);
  }

  /// By whom is called, so that of what is not measured itself its callers can tell.
  private static void outgoing(List<Convention> all, String base) {
    all.add(
        application(
            "failed outgoing calls", ERROR_RATIO, new Shape.Failures(base + "_count", UNANSWERED)));
    all.add(application("mean time of outgoing calls", LATENCY_MEAN, new Shape.Mean(base)));
  }

  private static void counted(List<Convention> all, String counter, ServiceLabels family) {
    all.add(of("request rate", REQUEST_RATE, new Shape.PerSecond(counter, ALL_SERIES), family));
    all.add(of("error ratio", ERROR_RATIO, new Shape.Failures(counter, FAILED), family));
  }

  private static void timed(List<Convention> all, String base, String unit, ServiceLabels family) {
    all.add(of("mean latency", in(unit, LATENCY_MEAN), new Shape.Mean(base), family));
    all.add(of("p99 latency", in(unit, LATENCY_P99), new Shape.P99(base), family));
  }

  private static Convention application(String title, SignalKind kind, Shape shape) {
    return of(title, kind, shape, ServiceLabels.APPLICATION);
  }

  private static Convention application(
      String title, WatchDefinition.Measure measure, Shape shape) {
    return of(title, measure, shape, ServiceLabels.APPLICATION);
  }

  private static Convention of(String title, SignalKind kind, Shape shape, ServiceLabels family) {
    return of(title, WatchDefinition.Measure.of(kind), shape, family);
  }

  private static Convention of(
      String title, WatchDefinition.Measure measure, Shape shape, ServiceLabels family) {
    return new Convention(title, measure, shape, family);
  }

  private static WatchDefinition.Measure in(String unit, SignalKind kind) {
    return new WatchDefinition.Measure(kind, unit, kind.badness());
  }

  private static WatchDefinition.Measure ratio(SignalKind kind, SignalKind.Badness badness) {
    return new WatchDefinition.Measure(kind, "ratio", badness);
  }
}
