package io.llmdevops.copilot.shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ShopMapTest {

  private final List<Blueprint> services = ShopMap.services();

  @Test
  void each_call_finds_an_endpoint_of_a_service() {
    var calls =
        services.stream().flatMap(s -> s.endpoints().stream()).flatMap(e -> e.calls().stream());

    assertThat(calls)
        .isNotEmpty()
        .allSatisfy(call -> assertServed(call.service(), call.method(), call.uri()));
  }

  @Test
  void each_visit_finds_an_endpoint_of_the_frontend() {
    assertThat(ShopMap.visits())
        .allSatisfy(visit -> assertServed(ShopMap.ENTRANCE, visit.method(), visit.uri()));
    assertThat(ShopMap.visits().stream().mapToDouble(ShopMap.Visit::share).sum())
        .isCloseTo(1, Offset.offset(1e-9));
  }

  @Test
  void each_fault_has_a_service_to_break() {
    assertThat(Fault.Kind.values())
        .allSatisfy(
            kind -> assertThat(services).extracting(Blueprint::name).contains(kind.usualService()));
  }

  @Test
  void an_id_in_a_path_matches_one_segment() {
    var endpoint = Endpoint.get("/products/{id}", Latency.ofMillis(1));

    assertThat(endpoint.matches("GET", "/products/17")).isTrue();
    assertThat(endpoint.matches("GET", "/products/17/photos")).isFalse();
    assertThat(endpoint.matches("GET", "/products")).isFalse();
    assertThat(endpoint.matches("POST", "/products/17")).isFalse();
  }

  private void assertServed(String service, String method, String uri) {
    assertThat(services)
        .filteredOn(s -> s.name().equals(service))
        .singleElement()
        .satisfies(s ->
            assertThat(s.endpoints()).anyMatch(e -> e.matches(method, uri.replace("{id}", "1"))));
  }
}
