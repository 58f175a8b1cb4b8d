package io.llmdevops.copilot.shop;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One operation of a service: its own work, then the calls to others, one after the other.
///
/// @param uri template as the `uri` label shows it, such as `/products/{id}`
/// @param work the time that the service itself needs
/// @param businessCounter a counter with label `result` (`placed` or `failed`) that each request
///   increments, or null
record Endpoint(
    String method, String uri, Latency work, List<Call> calls, @Nullable String businessCounter) {

  Endpoint {
    calls = List.copyOf(calls);
  }

  static Endpoint get(String uri, Latency work, Call... calls) {
    return new Endpoint("GET", uri, work, List.of(calls), null);
  }

  static Endpoint post(String uri, Latency work, Call... calls) {
    return new Endpoint("POST", uri, work, List.of(calls), null);
  }

  Endpoint counting(String counter) {
    return new Endpoint(method, uri, work, calls, counter);
  }

  Optional<String> counter() {
    return Optional.ofNullable(businessCounter);
  }

  int successStatus() {
    return method.equals("POST") ? 201 : 200;
  }

  boolean matches(String askedMethod, String path) {
    int id = uri.indexOf("{id}");
    return method.equals(askedMethod)
        && (id < 0
            ? uri.equals(path)
            : path.startsWith(uri.substring(0, id)) && path.indexOf('/', id) < 0);
  }
}
