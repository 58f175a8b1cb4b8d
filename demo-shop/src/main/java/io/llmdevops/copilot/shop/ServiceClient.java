package io.llmdevops.copilot.shop;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;

/// Makes the calls between services: real HTTP with a timeout for each attempt and few retries.
final class ServiceClient {

  private static final double BACKOFF_MILLIS = 40;

  private final HttpClient http;
  private final Map<String, URI> addresses;
  private final RandomGenerator random;
  private final ShopTime time;

  /// @param random must be safe for many threads
  ServiceClient(
      HttpClient http, Map<String, URI> addresses, RandomGenerator random, ShopTime time) {
    this.http = http;
    this.addresses = Map.copyOf(addresses);
    this.random = random;
    this.time = time;
  }

  /// Calls another service on behalf of one that counts the attempts in its client metrics.
  Call.Outcome call(Call call, ServiceProcess caller) throws InterruptedException {
    var outcome = Call.Outcome.NO_ANSWER;
    for (int attempt = 0; attempt <= call.retries(); attempt++) {
      if (attempt > 0) {
        Thread.sleep(Duration.ofMillis(Math.round(BACKOFF_MILLIS * (0.5 + random.nextDouble()))));
      }
      long begun = time.nanos().getAsLong();
      int status = send(call.service(), call.method(), call.uri(), call.timeout());
      caller.called(call, status, time.secondsSince(begun));
      if (status > 0 && status < 400) {
        return Call.Outcome.ANSWERED;
      }
      outcome = status == 0 ? Call.Outcome.NO_ANSWER : Call.Outcome.FAILED;
    }
    return outcome;
  }

  /// Sends one request and reads the whole answer.
  ///
  /// @return the status, or 0 when no answer came in time
  int send(String service, String method, String uri, Duration timeout)
      throws InterruptedException {
    var address =
        Objects.requireNonNull(addresses.get(service), () -> "no address of service " + service);
    var path = uri.replace("{id}", Integer.toString(1 + random.nextInt(500)));
    var request =
        HttpRequest.newBuilder(address.resolve(path))
            .method(method, BodyPublishers.noBody())
            .timeout(timeout)
            .build();
    try {
      return http.send(request, BodyHandlers.discarding()).statusCode();
    } catch (IOException noAnswer) {
      return 0;
    }
  }
}
