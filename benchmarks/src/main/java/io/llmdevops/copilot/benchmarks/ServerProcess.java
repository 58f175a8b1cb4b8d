package io.llmdevops.copilot.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// The packaged server as a process of its own, on a free loopback port, with the JVM that runs the
/// benchmark.
public final class ServerProcess implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofMinutes(3);

  private final Process process;
  private final int port;
  private final Path log;
  private final HttpClient http = HttpClient.newHttpClient();

  private ServerProcess(Process process, int port, Path log) {
    this.process = process;
    this.port = port;
    this.log = log;
  }

  /// @param environment settings, as `COPILOT_...`
  /// @param arguments for the server, such as `--config FILE`
  /// @param log file that takes all output
  public static ServerProcess start(
      Path home, Map<String, String> environment, List<String> arguments, Path log)
      throws IOException {
    return start(home, List.of("-Xmx512m"), environment, arguments, log);
  }

  /// @param options of the JVM, beside those of `jvm.options`
  public static ServerProcess start(
      Path home,
      List<String> options,
      Map<String, String> environment,
      List<String> arguments,
      Path log)
      throws IOException {
    Path jar = home.resolve("server/target/quarkus-app/quarkus-run.jar").toAbsolutePath();
    if (!Files.isRegularFile(jar)) {
      throw new BenchmarkFailure("the server is not built: " + jar + " is missing");
    }
    int port = freePort();
    List<String> command =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "@" + home.resolve("server/src/main/jvm.options").toAbsolutePath()));
    command.addAll(options);
    command.addAll(List.of("-jar", jar.toString()));
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("COPILOT_"));
    builder.environment().putAll(environment);
    builder.environment().put("COPILOT_SERVER_PORT", Integer.toString(port));
    return new ServerProcess(builder.start(), port, log);
  }

  public URI url(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  public long pid() {
    return process.pid();
  }

  /// Waits until the path is answered with 200.
  public ServerProcess awaitAnswer(String path) {
    long end = System.nanoTime() + START_LIMIT.toNanos();
    while (System.nanoTime() < end) {
      if (!process.isAlive()) {
        throw new BenchmarkFailure("the server ended with " + process.exitValue() + ": " + tail());
      }
      if (answers(path)) {
        return this;
      }
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
    throw new BenchmarkFailure("the server did not answer within " + START_LIMIT + ": " + tail());
  }

  private boolean answers(String path) {
    return send(HttpRequest.newBuilder(url(path))) == 200;
  }

  /// The status of the answer to this JSON, or -1 when there is none.
  public int post(String path, String json) {
    return send(
        HttpRequest.newBuilder(url(path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json)));
  }

  private int send(HttpRequest.Builder request) {
    try {
      return http.send(
              request.timeout(Duration.ofSeconds(10)).build(),
              HttpResponse.BodyHandlers.discarding())
          .statusCode();
    } catch (IOException e) {
      return -1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchmarkFailure("interrupted");
    }
  }

  private String tail() {
    try {
      List<String> lines = Files.readAllLines(log);
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 15), lines.size()));
    } catch (IOException e) {
      return "its log cannot be read: " + e.getMessage();
    }
  }

  /// As `kill -9` does.
  public void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  /// Asks it to end, and makes it end after three minutes: a run that writes a cache of classes
  /// does so while it ends.
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(3, TimeUnit.MINUTES)) {
        kill();
      }
    } catch (InterruptedException e) {
      kill();
      Thread.currentThread().interrupt();
    }
    http.close();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
