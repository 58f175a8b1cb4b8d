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
import java.util.List;

/// The server as it is delivered, in a process of its own with an embedded database, and what its
/// API says. Needs the package: for tests that run after it (`*IT`).
public final class PackagedCopilot implements AutoCloseable {
  private static final Path JAR = Path.of("target/quarkus-app/quarkus-run.jar").toAbsolutePath();

  private final URI url;
  private final ServerProcess process;
  private final HttpClient http = HttpClient.newHttpClient();

  private PackagedCopilot(URI url, ServerProcess process) {
    this.url = url;
    this.process = process;
  }

  /// `config` is added to the copilot.yaml that names port and data folder.
  public static PackagedCopilot start(Path folder, String config) {
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
              .formatted(port, folder.resolve("copilot"), config));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx400m",
            "-XX:+UseSerialGC",
            "-jar",
            JAR.toString(),
            "--config",
            file.toString());
    return new PackagedCopilot(
        url, ServerProcess.start("copilot", command, folder, url.resolve("/health/ready")));
  }

  public URI url() {
    return url;
  }

  public String log() {
    return process.log();
  }

  public JsonNode get(String path) {
    try {
      HttpResponse<String> answer =
          http.send(
              HttpRequest.newBuilder(url.resolve(path)).build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(path + ": " + answer.body()).isEqualTo(200);
      return new ObjectMapper().readTree(answer.body());
    } catch (JsonProcessingException e) {
      throw new AssertionError(path, e);
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
