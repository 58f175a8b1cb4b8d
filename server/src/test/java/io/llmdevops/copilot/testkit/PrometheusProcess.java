package io.llmdevops.copilot.testkit;

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

/// A real Prometheus on a free loopback port. The folder (a JUnit `@TempDir`) takes its
/// configuration, its data and its log, `prometheus.log`.
public final class PrometheusProcess implements AutoCloseable {
  private final Path folder;
  private final URI url;
  private final ServerProcess process;

  private PrometheusProcess(Path folder, URI url, ServerProcess process) {
    this.folder = folder;
    this.url = url;
    this.process = process;
  }

  /// `config` is the text of prometheus.yml; rule files that it names lie in `folder`. `flags` are
  /// added to the command line.
  public static PrometheusProcess start(Path folder, String config, String... flags) {
    Path binary = Tool.find("prometheus", "prometheus");
    int port = ServerProcess.freePort();
    URI url = URI.create("http://127.0.0.1:" + port);
    write(folder.resolve("prometheus.yml"), config);
    List<String> command =
        new ArrayList<>(
            List.of(
                binary.toString(),
                "--config.file=" + folder.resolve("prometheus.yml"),
                "--storage.tsdb.path=" + folder.resolve("data"),
                "--web.listen-address=127.0.0.1:" + port,
                "--web.enable-lifecycle",
                "--log.level=warn"));
    command.addAll(List.of(flags));
    return new PrometheusProcess(
        folder, url, ServerProcess.start("prometheus", command, folder, url.resolve("/-/ready")));
  }

  /// Fills the data folder from OpenMetrics text (with timestamps, ending in `# EOF`) before the
  /// start, so that a test can ask a real Prometheus about samples that it chose.
  public static void backfill(Path folder, Path openMetrics) {
    Path promtool = Tool.find("promtool", "prometheus");
    try {
      Path log = folder.resolve("promtool.log");
      int exit =
          new ProcessBuilder(
                  promtool.toString(),
                  "tsdb",
                  "create-blocks-from",
                  "openmetrics",
                  openMetrics.toString(),
                  folder.resolve("data").toString())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start()
              .waitFor();
      if (exit != 0) {
        throw new AssertionError("promtool failed:\n" + Files.readString(log));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  public URI url() {
    return url;
  }

  public String log() {
    return process.log();
  }

  /// Connections are accepted by the operating system, and nobody answers.
  public void freeze() {
    process.signal("STOP");
  }

  public void thaw() {
    process.signal("CONT");
  }

  /// Replaces the configuration and makes Prometheus read it.
  public void reload(String config) {
    write(folder.resolve("prometheus.yml"), config);
    HttpRequest request =
        HttpRequest.newBuilder(url.resolve("/-/reload"))
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new AssertionError("reload refused: " + answer.body());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    thaw();
    process.close();
  }
}
