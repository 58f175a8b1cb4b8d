package io.llmdevops.copilot.web.pages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.llmdevops.copilot.testkit.Tool;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/// A real Chromium, driven over WebDriver (W3C) through chromedriver: as much of the protocol as
/// the tests need.
final class Browser implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String READY = "started successfully on port ";

  private final HttpClient http = HttpClient.newHttpClient();
  private final Process driver;
  private final URI session;

  private Browser(Process driver, int port) {
    this.driver = driver;
    URI sessions = URI.create("http://127.0.0.1:" + port + "/session");
    List<String> arguments =
        List.of(
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--window-size=1280,900");
    JsonNode created =
        call(
            "POST",
            sessions,
            Map.of(
                "capabilities",
                Map.of(
                    "alwaysMatch",
                    Map.of(
                        "goog:loggingPrefs",
                        Map.of("browser", "ALL"),
                        "goog:chromeOptions",
                        Map.of(
                            "binary",
                            Tool.find("chromium", "chromium").toString(),
                            "args",
                            arguments)))));
    this.session = URI.create(sessions + "/" + created.path("sessionId").asText());
  }

  static Browser start() {
    try {
      Process driver =
          new ProcessBuilder(Tool.find("chromedriver", "chromium-driver").toString(), "--port=0")
              .redirectErrorStream(true)
              .start();
      Runtime.getRuntime().addShutdownHook(new Thread(driver::destroyForcibly));
      BufferedReader out = driver.inputReader(StandardCharsets.UTF_8);
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        if (line.contains(READY)) {
          String port = line.substring(line.indexOf(READY) + READY.length()).replaceAll("\\D", "");
          return new Browser(driver, Integer.parseInt(port));
        }
      }
      throw new AssertionError("chromedriver did not start");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private JsonNode call(String method, URI target, Map<String, ?> body) {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(target)
              .method(
                  method,
                  method.equals("POST")
                      ? HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body))
                      : HttpRequest.BodyPublishers.noBody())
              .build();
      JsonNode value =
          JSON.readTree(http.send(request, HttpResponse.BodyHandlers.ofString()).body())
              .path("value");
      if (value.has("error")) {
        throw new AssertionError(target + ": " + value.path("message").asText());
      }
      return value;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private JsonNode post(String path, Map<String, ?> body) {
    return call("POST", URI.create(session + path), body);
  }

  void open(URI page) {
    post("/url", Map.of("url", page.toString()));
  }

  /// The value of a script's `return`.
  JsonNode run(String script) {
    return post("/execute/sync", Map.of("script", script, "args", List.of()));
  }

  /// Waits until the expression is true.
  void await(String expression) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!run("return !!(" + expression + ")").asBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError(
            "never became true: %s\n%s"
                .formatted(expression, run("return document.body.innerText")));
      }
      LockSupport.parkNanos(Duration.ofMillis(30).toNanos());
    }
  }

  /// Presses keys as a person does, one after the other.
  void press(String keys) {
    List<Map<String, String>> actions = new ArrayList<>();
    keys.codePoints()
        .mapToObj(Character::toString)
        .forEach(key -> {
          actions.add(Map.of("type", "keyDown", "value", key));
          actions.add(Map.of("type", "keyUp", "value", key));
        });
    post(
        "/actions",
        Map.of("actions", List.of(Map.of("type", "key", "id", "keys", "actions", actions))));
  }

  void devtools(String command, Map<String, ?> parameters) {
    post("/goog/cdp/execute", Map.of("cmd", command, "params", parameters));
  }

  void size(int width, int height) {
    devtools(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 500));
  }

  void online(boolean online) {
    devtools("Network.enable", Map.of());
    devtools(
        "Network.emulateNetworkConditions",
        Map.of("offline", !online, "latency", 0, "downloadThroughput", -1, "uploadThroughput", -1));
  }

  /// No cookies and no complaints of what was before.
  void forget() {
    call("DELETE", URI.create(session + "/cookie"), Map.of());
    complaints();
  }

  /// Errors of scripts, refused resources and violations of the content security policy since the
  /// last call.
  List<String> complaints() {
    List<String> complaints = new ArrayList<>();
    for (JsonNode entry : post("/se/log", Map.of("type", "browser"))) {
      if (!entry.path("level").asText().equals("INFO")) {
        complaints.add(entry.path("message").asText());
      }
    }
    return complaints;
  }

  @Override
  public void close() {
    try {
      call("DELETE", session, Map.of());
    } finally {
      // Ended on its own, chromedriver leaves its browsers behind.
      driver.descendants().forEach(ProcessHandle::destroyForcibly);
      driver.destroy();
      http.close();
    }
  }
}
