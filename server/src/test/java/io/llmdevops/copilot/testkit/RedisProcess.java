package io.llmdevops.copilot.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A real Redis on a free loopback port, with its files in a folder of its own. Can be stopped and
/// started again on the same port.
public final class RedisProcess implements AutoCloseable {
  private final List<String> command;
  private final Path folder;
  private final int port;
  private Process process;

  private RedisProcess(List<String> command, Path folder, int port) {
    this.command = command;
    this.folder = folder;
    this.port = port;
    this.process = launch();
  }

  /// Speaks only TLS.
  public static RedisProcess startTls(Path parent, TestAuthority.Signed own) {
    return start(
        parent,
        "--port",
        "0",
        "--tls-port",
        "PORT",
        "--tls-cert-file",
        own.certificate().toString(),
        "--tls-key-file",
        own.key().toString(),
        "--tls-ca-cert-file",
        own.certificate().toString(),
        "--tls-auth-clients",
        "no");
  }

  /// A sentinel that watches `primary` by the name `mymaster`, and decides alone.
  public static RedisProcess startSentinel(Path parent, RedisProcess primary) {
    try {
      Path file = Files.createTempFile(parent, "sentinel", ".conf");
      Files.writeString(
          file,
          """
          sentinel monitor mymaster 127.0.0.1 %d 1
          sentinel down-after-milliseconds mymaster 1000
          sentinel failover-timeout mymaster 5000
          """
              .formatted(primary.port));
      return start(parent, file.toString(), "--sentinel");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// @param arguments as on the command line of redis-server, a file first; `PORT` becomes the port
  public static RedisProcess start(Path parent, String... arguments) {
    Path program = Tool.find("redis-server", "redis-server");
    int port = ServerProcess.freePort();
    List<String> command = new ArrayList<>(List.of(program.toString()));
    List<String> more = List.of(arguments);
    command.addAll(more);
    command.addAll(List.of("--bind", "127.0.0.1", "--daemonize", "no"));
    if (!more.contains("--sentinel")) {
      command.addAll(List.of("--save", "", "--appendonly", "no"));
    }
    if (!more.contains("--tls-port")) {
      command.addAll(List.of("--port", "PORT"));
    }
    command.replaceAll(word -> word.replace("PORT", Integer.toString(port)));
    try {
      return new RedisProcess(command, Files.createTempDirectory(parent, "redis"), port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return port;
  }

  private Process launch() {
    try {
      Process started =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("redis.log").toFile())
              .start();
      Runtime.getRuntime().addShutdownHook(new Thread(started::destroyForcibly));
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
      while (!listens()) {
        if (!started.isAlive() || System.nanoTime() > deadline) {
          throw new AssertionError(
              "redis-server does not start:\n" + Files.readString(folder.resolve("redis.log")));
        }
        started.waitFor(20, TimeUnit.MILLISECONDS);
      }
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private boolean listens() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  /// Sends one command in the inline form and waits for the first line of its answer.
  public String inline(String line) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
      byte[] buffer = new byte[8192];
      int length = socket.getInputStream().read(buffer);
      return new String(buffer, 0, Math.max(0, length), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public void stop() {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  public void startAgain() {
    process = launch();
  }

  @Override
  public void close() {
    stop();
  }
}
