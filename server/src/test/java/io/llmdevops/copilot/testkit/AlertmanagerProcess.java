package io.llmdevops.copilot.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A real Alertmanager, alone (no cluster), on a free loopback port. The folder (a JUnit
/// `@TempDir`) takes its configuration, its data and its log.
public final class AlertmanagerProcess implements AutoCloseable {
  private final URI url;
  private final ServerProcess process;

  private AlertmanagerProcess(URI url, ServerProcess process) {
    this.url = url;
    this.process = process;
  }

  /// `config` is the text of alertmanager.yml.
  public static AlertmanagerProcess start(Path folder, String config) {
    Path binary = Tool.find("prometheus-alertmanager", "prometheus-alertmanager");
    int port = ServerProcess.freePort();
    URI url = URI.create("http://127.0.0.1:" + port);
    Path file = folder.resolve("alertmanager.yml");
    try {
      Files.writeString(file, config);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<String> command =
        List.of(
            binary.toString(),
            "--config.file=" + file,
            "--storage.path=" + folder.resolve("alertmanager-data"),
            "--web.listen-address=127.0.0.1:" + port,
            "--cluster.listen-address=",
            "--log.level=warn");
    return new AlertmanagerProcess(
        url, ServerProcess.start("alertmanager", command, folder, url.resolve("/-/ready")));
  }

  public URI url() {
    return url;
  }

  public String log() {
    return process.log();
  }

  @Override
  public void close() {
    process.close();
  }
}
