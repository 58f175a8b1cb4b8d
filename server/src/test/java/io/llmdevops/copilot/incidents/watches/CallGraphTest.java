package io.llmdevops.copilot.incidents.watches;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmdevops.copilot.incidents.watches.CallGraph.Edge;
import io.llmdevops.copilot.platform.database.TestDatabase;
import io.llmdevops.copilot.sources.Labels;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallGraphTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private final ScriptedSource source = new ScriptedSource();

  private Set<Edge> found() {
    return CallGraph.find(source, NOW, Duration.ofMinutes(5));
  }

  @Test
  void edges_come_from_every_metric_that_knows_both_ends() {
    source.catalogue.put(
        "http_client_requests_seconds_count",
        List.of(
            Labels.of(Map.of("service", "cart", "client_name", "stock")),
            Labels.of(Map.of("service", "cart", "client_name", "stock", "status", "500")),
            Labels.of(Map.of("service", "cart", "client_name", "10.0.0.7"))));
    source.catalogue.put(
        "istio_requests_total",
        List.of(
            Labels.of(Map.of("source_workload", "web", "destination_workload", "cart")),
            Labels.of(Map.of("source_workload", "unknown", "destination_workload", "web"))));
    source.catalogue.put(
        "traces_service_graph_request_total",
        List.of(
            Labels.of(Map.of("client", "web", "server", "login")),
            Labels.of(Map.of("client", "login", "server", "login"))));

    assertThat(found())
        .containsExactlyInAnyOrder(
            new Edge("cart", "stock"), new Edge("web", "cart"), new Edge("web", "login"));
  }

  @ParameterizedTest
  @CsvSource({
    "stock, stock",
    "stock:8080, stock",
    "http://stock.shop.svc.cluster.local:8080/path, stock",
    "api.example.com, api.example.com",
    "10.1.2.3:80,",
    "::1,",
    "localhost:9090,"
  })
  void the_service_behind_an_address(String address, String service) {
    assertThat(CallGraph.service(address).orElse(null)).isEqualTo(service);
  }

  @Test
  void an_edge_is_stored_once_and_forgotten_when_it_is_not_seen_any_more() {
    try (TestDatabase database = TestDatabase.fresh()) {
      EdgeStore store = new EdgeStore(database.jdbi());
      store.seen("prom", Set.of(new Edge("a", "b"), new Edge("a", "c")), NOW);
      store.seen("prom", Set.of(new Edge("a", "b")), NOW.plusSeconds(60));
      assertThat(store.forgetBefore(NOW.plusSeconds(30))).isEqualTo(1);
      List<String> left =
          database
              .jdbi()
              .withHandle(h ->
                  h.createQuery("select caller || callee from service_edge")
                      .mapTo(String.class)
                      .list());
      assertThat(left).containsExactly("ab");
    }
  }
}
