package io.llmdevops.copilot.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The server as it is delivered, in a process of its own with an embedded database, and what its
/// API says. Needs the package: for tests that run after it (`*IT`).
public final class PackagedCopilot implements AutoCloseable {
  /// Other modules say where the package is.
  private static final Path JAR =
      Path.of(System.getProperty("copilot.package", "target/quarkus-app"), "quarkus-run.jar")
          .toAbsolutePath();

  private final URI url;
  private final ServerProcess process;
  private final HttpClient http = HttpClient.newHttpClient();

  private PackagedCopilot(URI url, ServerProcess process) {
    this.url = url;
    this.process = process;
  }

  /// `config` is added to the copilot.yaml that names port and data folder.
  public static PackagedCopilot start(Path folder, String config) {
    PackagedCopilot copilot = launch(folder, folder.resolve("copilot"), config, List.of());
    copilot.awaitReady();
    return copilot;
  }

  /// Without waiting until it is ready, which it may never be.
  ///
  /// @param prefix of the command, such as a sandbox
  public static PackagedCopilot launch(Path folder, Path data, String config, List<String> prefix) {
    assertThat(JAR).as("the package").exists();
    int port = ServerProcess.freePort();
    URI url = URI.create("http://127.0.0.1:" + port);
    Path file = folder.resolve("copilot.yaml");
    try {
      Files.writeString(
          file,
          """
          server:
            port: %d
          database:
            data-dir: %s
          %s
          """
              .formatted(port, data, config));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<String> command = new ArrayList<>(prefix);
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx400m",
            "-XX:+UseSerialGC",
            "-jar",
            JAR.toString(),
            "--config",
            file.toString()));
    return new PackagedCopilot(url, ServerProcess.launch("copilot", command, folder));
  }

  public void awaitReady() {
    process.awaitReady(url.resolve("/health/ready"));
  }

  /// SIGTERM.
  public void terminate() {
    process.signal("TERM");
  }

  /// @return the exit code
  public int awaitEnd(Duration limit) {
    return process.awaitEnd(limit);
  }

  /// The JVM, also where a sandbox is its parent.
  public ProcessHandle jvm() {
    ProcessHandle started = process.handle();
    return started.children().findFirst().filter(PackagedCopilot::isJava).orElse(started);
  }

  private static boolean isJava(ProcessHandle process) {
    return process.info().command().filter(command -> command.endsWith("/java")).isPresent();
  }

  public URI url() {
    return url;
  }

  public String log() {
    return process.log();
  }

  public JsonNode get(String path) {
    HttpResponse<String> answer = ask(path);
    assertThat(answer.statusCode()).as(path + ": " + answer.body()).isEqualTo(200);
    return json(answer);
  }

  public static JsonNode json(HttpResponse<String> answer) {
    try {
      return new ObjectMapper().readTree(answer.body());
    } catch (JsonProcessingException e) {
      throw new AssertionError(answer.statusCode() + " " + answer.body(), e);
    }
  }

  /// Whatever the status is.
  public HttpResponse<String> ask(String path) {
    try {
      return http.send(
          HttpRequest.newBuilder(url.resolve(path)).timeout(Duration.ofMinutes(1)).build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    http.close();
    process.close();
  }
}
