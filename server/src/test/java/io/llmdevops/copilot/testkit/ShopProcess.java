package io.llmdevops.copilot.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/// The demo's shop in a process of its own, with the files for a Prometheus in the folder:
/// `prometheus.yml` and `rules.yml`.
public final class ShopProcess implements AutoCloseable {
  private static final Path TARGET = Path.of("../demo-shop/target").toAbsolutePath().normalize();

  private final Path folder;
  private final URI control;
  private final ServerProcess process;

  private ShopProcess(Path folder, URI control, ServerProcess process) {
    this.folder = folder;
    this.control = control;
    this.process = process;
  }

  public static ShopProcess start(Path folder, String... options) {
    // Ten ports in a row, below those that the system gives to others meanwhile.
    int base = 15_000 + ServerProcess.freePort() % 1_500 * 10;
    URI control = URI.create("http://127.0.0.1:" + base + "/control/fault");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx96m",
                "-XX:+UseSerialGC",
                "-jar",
                jar().toString(),
                "--port-base=" + base,
                "--fault=none",
                "--ignore-stdin",
                "--exit-with-parent=" + ProcessHandle.current().pid(),
                "--prometheus-config=" + folder.resolve("prometheus.yml"),
                "--rules-out=" + folder.resolve("rules.yml")));
    command.addAll(List.of(options));
    ServerProcess process = ServerProcess.start("shop", command, folder, control);
    Await.until("the shop is warm", () -> process.log().contains("READY {"));
    return new ShopProcess(folder, control, process);
  }

  private static Path jar() {
    if (Files.isDirectory(TARGET)) {
      try (var jars = Files.newDirectoryStream(TARGET, "demo-shop-*.jar")) {
        for (Path jar : jars) {
          return jar;
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    assertThat(System.getenv("CI")).as("demo-shop is not built").isNotEqualTo("true");
    return Assumptions.abort("demo-shop is not built");
  }

  public String prometheusConfig() {
    return read("prometheus.yml");
  }

  public String rules() {
    return read("rules.yml");
  }

  private String read(String file) {
    try {
      return Files.readString(folder.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// `kind` is latency, errors, memory or dependency; the usual service breaks.
  public void breakIt(String kind) {
    control("POST", "{\"fault\": \"%s\"}".formatted(kind));
  }

  public void mendIt() {
    control("DELETE", "");
  }

  private void control(String method, String body) {
    HttpRequest request =
        HttpRequest.newBuilder(control)
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      assertThat(http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
          .isEqualTo(200);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    process.close();
  }
}
