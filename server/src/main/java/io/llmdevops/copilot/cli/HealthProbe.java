package io.llmdevops.copilot.cli;

import io.llmdevops.copilot.platform.config.Configuration;
import io.llmdevops.copilot.platform.config.ConfigurationError;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/// The container's health check: exit code 0 when the server in the same container lives. A plain
/// socket and nothing else, as a JVM is started for it every half minute, and the base image may
/// have neither curl nor a shell.
///
///     java -cp copilot-server.jar:... io.llmdevops.copilot.cli.HealthProbe [PATH]
public final class HealthProbe {
  private static final int PATIENCE_MILLIS = 3_000;
  private static final int FAILED = 1;

  private HealthProbe() {}

  public static void main(String[] args) {
    String path = args.length == 0 ? "/health/live" : args[0];
    try {
      String answer = statusLine(address(Configuration.load(Optional.empty())), path);
      System.out.println(path + ": " + answer);
      if (!answer.matches("HTTP/1\\.1 2\\d\\d.*")) {
        System.exit(FAILED);
      }
    } catch (ConfigurationError | IOException e) {
      System.out.println(path + ": " + e.getMessage());
      System.exit(FAILED);
    }
  }

  /// Where this machine's server answers probes. One that listens everywhere is asked on loopback.
  static InetSocketAddress address(Configuration configuration) throws IOException {
    InetAddress host = InetAddress.getByName(configuration.get("copilot.server.host"));
    int port =
        configuration
            .find("copilot.server.management-port")
            .map(Integer::parseInt)
            .orElseGet(() -> configuration.number("copilot.server.port"));
    return new InetSocketAddress(
        host.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : host, port);
  }

  static String statusLine(InetSocketAddress server, String path) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(server, PATIENCE_MILLIS);
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket
          .getOutputStream()
          .write(
              String.format(
                      Locale.ROOT,
                      "GET %s HTTP/1.1\r\nHost: localhost:%d\r\nConnection: close\r\n\r\n",
                      path,
                      server.getPort())
                  .getBytes(StandardCharsets.US_ASCII));
      return firstLine(socket.getInputStream());
    }
  }

  private static String firstLine(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next >= 0 && next != '\r'; next = in.read()) {
      line.append((char) next);
    }
    return line.toString();
  }
}
