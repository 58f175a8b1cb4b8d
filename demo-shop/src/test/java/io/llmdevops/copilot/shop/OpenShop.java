package io.llmdevops.copilot.shop;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/// A busy shop on free ports whose heaps leak fast, seen from outside: by HTTP only.
final class OpenShop implements AutoCloseable {

  final CopyOnWriteArrayList<String> announcements = new CopyOnWriteArrayList<>();
  final Shop shop;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  OpenShop() throws IOException {
    this(new ShopSettings(0, 42, 120, Duration.ofSeconds(4), 0));
  }

  OpenShop(ShopSettings settings) throws IOException {
    shop = Shop.open(settings, ShopTime.system(), announcements::add);
  }

  /// What a scrape of the service brings; nothing when it does not answer.
  Optional<Exposition> scrape(String service) {
    var target = Objects.requireNonNull(shop.addresses().get(service)).resolve("/metrics");
    try {
      var answer = send("GET", target, "", Duration.ofSeconds(5));
      return Optional.of(Exposition.parse(answer.body()));
    } catch (IOException noAnswer) {
      return Optional.empty();
    }
  }

  HttpResponse<String> control(String method, String body) throws IOException {
    return send(method, shop.control().resolve("/control/fault"), body, Duration.ofSeconds(5));
  }

  HttpResponse<String> send(String method, URI target, String body, Duration timeout)
      throws IOException {
    var request =
        HttpRequest.newBuilder(target)
            .method(method, BodyPublishers.ofString(body))
            .timeout(timeout);
    try {
      return http.send(request.build(), BodyHandlers.ofString());
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    shop.close();
    http.shutdownNow();
  }
}
