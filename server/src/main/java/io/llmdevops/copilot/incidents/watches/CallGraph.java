package io.llmdevops.copilot.incidents.watches;

import io.llmdevops.copilot.incidents.Signal;
import io.llmdevops.copilot.sources.Labels;
import io.llmdevops.copilot.sources.MetricSource;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Who calls whom, read off the labels of metrics that know both ends.
public final class CallGraph {
  /// A metric that knows both ends; of each list the first label that a series has is taken.
  private record Ends(String metric, List<String> caller, List<String> callee) {}

  private static final List<String> APPLICATION = Convention.ServiceLabels.APPLICATION.labels();
  private static final List<String> ADDRESS =
      List.of("peer_service", "client_name", "server_address", "net_peer_name", "host");

  private static final List<Ends> KNOWN =
      List.of(
          new Ends("http_client_requests_seconds_count", APPLICATION, ADDRESS),
          new Ends("http_client_request_duration_seconds_count", APPLICATION, ADDRESS),
          new Ends("http_client_duration_milliseconds_count", APPLICATION, ADDRESS),
          new Ends("rpc_client_duration_milliseconds_count", APPLICATION, ADDRESS),
          new Ends(
              "istio_requests_total",
              List.of("source_workload", "source_canonical_service", "source_app"),
              Convention.ServiceLabels.MESH.labels()),
          new Ends("traces_service_graph_request_total", List.of("client"), List.of("server")),
          new Ends(
              "grpc_client_handled_total",
              APPLICATION,
              List.of("peer_service", "server_address", "grpc_service")));

  private static final Set<String> NOBODY = Set.of("unknown", "none", "user", "localhost");
  private static final Pattern PORT = Pattern.compile(":\\d+$");
  private static final Pattern SCHEME = Pattern.compile("^[a-z+]+://");
  private static final Pattern IP_ADDRESS = Pattern.compile("[0-9.]+(:\\d+)?|.*:.*:.*");

  private CallGraph() {}

  record Edge(String caller, String callee) {}

  static Set<Edge> find(MetricSource source, Instant now, Duration lookBack) {
    Instant since = now.minus(lookBack);
    Set<String> names = source.metricNames(since, now);
    Set<Edge> edges = new LinkedHashSet<>();
    for (Ends ends : KNOWN) {
      if (names.contains(ends.metric())) {
        for (Labels labels : source.series(List.of(ends.metric()), since, now).labels()) {
          edge(labels, ends).ifPresent(edges::add);
        }
      }
    }
    return edges;
  }

  private static Optional<Edge> edge(Labels labels, Ends ends) {
    Optional<String> caller = first(labels, ends.caller());
    Optional<String> callee = first(labels, ends.callee()).flatMap(CallGraph::service);
    if (caller.isEmpty() || callee.isEmpty() || caller.get().equals(callee.get())) {
      return Optional.empty();
    }
    return Optional.of(new Edge(caller.get(), callee.get()));
  }

  private static Optional<String> first(Labels labels, List<String> names) {
    return names.stream()
        .flatMap(name -> labels.get(name).stream())
        .filter(value -> !NOBODY.contains(value))
        .findFirst();
  }

  /// Whom the calls that are measured by a series go to.
  public static Optional<String> callee(Labels labels) {
    return first(labels, Signal.CALLEE_LABELS).flatMap(CallGraph::service);
  }

  /// The service behind an address: `http://stock.shop.svc.cluster.local:8080` is `stock`. A bare
  /// address of the network is no name.
  static Optional<String> service(String address) {
    String host = SCHEME.matcher(address).replaceFirst("");
    int slash = host.indexOf('/');
    host = slash < 0 ? host : host.substring(0, slash);
    if (IP_ADDRESS.matcher(host).matches()) {
      return Optional.empty();
    }
    host = PORT.matcher(host).replaceFirst("");
    if (host.isEmpty() || NOBODY.contains(host)) {
      return Optional.empty();
    }
    List<String> parts = Pattern.compile("\\.").splitAsStream(host).collect(Collectors.toList());
    boolean inCluster = parts.size() >= 3 && parts.contains("svc");
    return Optional.of(inCluster ? parts.getFirst() : host);
  }
}
