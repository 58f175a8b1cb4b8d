package io.llmdevops.copilot.cli.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.llmdevops.copilot.platform.errors.CopilotException.Unavailable;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// The simulated shop as a program of its own. It writes the files with which a Prometheus watches
/// it, and is broken and mended through its control door.
final class Shop {
  private static final Duration START = Duration.ofMinutes(3);
  private static final Duration ANSWER = Duration.ofSeconds(5);

  private final Child child;
  private final Path folder;
  private Optional<JsonNode> ready = Optional.empty();

  private Shop(Child child, Path folder) {
    this.child = child;
    this.folder = folder;
  }

  static Shop start(Path home, Path folder, OptionalInt alertmanager) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx96m",
                "-XX:+UseSerialGC",
                "-jar",
                jar(home).toString(),
                "--port-base=0",
                "--fault=none",
                "--ignore-stdin",
                "--exit-with-parent=" + ProcessHandle.current().pid(),
                "--scrape-interval=" + Demo.INTERVAL.toSeconds() + "s",
                "--rules-out=" + folder.resolve("rules.yml"),
                "--prometheus-config=" + folder.resolve("prometheus.yml")));
    alertmanager.ifPresent(port -> command.add("--alertmanager=127.0.0.1:" + port));
    return new Shop(Child.start("shop", command, Map.of(), folder), folder);
  }

  private static Path jar(Path home) {
    Path target = home.resolve("demo-shop/target");
    try (var jars = Files.newDirectoryStream(target, "demo-shop-*.jar")) {
      for (Path jar : jars) {
        return jar;
      }
    } catch (IOException e) {
      throw new Unavailable("the shop is not built: " + e, Duration.ZERO, e);
    }
    throw new Unavailable(
        "the shop is not built: no demo-shop-*.jar in " + target + ". Run ./copilot build.",
        Duration.ZERO,
        null);
  }

  Child child() {
    return child;
  }

  void awaitReady() throws InterruptedException {
    child.await(
        () -> {
          ready =
              child.log().lines().filter(l -> l.startsWith("READY {")).findFirst().map(Shop::read);
          return ready.isPresent();
        },
        START);
  }

  private static JsonNode read(String line) {
    try {
      return new ObjectMapper().readTree(line.substring("READY ".length()));
    } catch (JsonProcessingException e) {
      throw new Unavailable("the shop said: " + line, Duration.ZERO, e);
    }
  }

  /// Where each service is.
  Map<String, URI> services() {
    Map<String, URI> services = new LinkedHashMap<>();
    ready()
        .path("services")
        .properties()
        .forEach(entry -> services.put(entry.getKey(), URI.create(entry.getValue().asText())));
    return services;
  }

  Path prometheusConfig() {
    return folder.resolve("prometheus.yml");
  }

  void breakIt(DemoPlan.Kind kind) throws InterruptedException {
    control("POST", "{\"fault\":\"%s\",\"service\":\"%s\"}".formatted(kind.word(), kind.service()));
  }

  void mendIt() throws InterruptedException {
    control("DELETE", "");
  }

  private JsonNode ready() {
    return ready.orElseThrow(() -> new IllegalStateException("the shop is not ready yet"));
  }

  private void control(String method, String body) throws InterruptedException {
    URI door = URI.create(ready().path("control").asText()).resolve("/control/fault");
    HttpRequest request =
        HttpRequest.newBuilder(door)
            .timeout(ANSWER)
            .method(method, BodyPublishers.ofString(body))
            .build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      var answer = http.send(request, BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new Unavailable("the shop refused a fault: " + answer.body(), Duration.ZERO, null);
      }
    } catch (IOException e) {
      throw new Unavailable("the shop does not answer: " + e, Duration.ZERO, e);
    }
  }
}
