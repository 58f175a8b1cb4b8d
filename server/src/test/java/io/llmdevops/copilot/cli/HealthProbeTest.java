package io.llmdevops.copilot.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.llmdevops.copilot.platform.config.Configuration;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HealthProbeTest {
  @TempDir private Path folder;

  @Test
  void a_server_that_listens_everywhere_is_asked_on_loopback() throws IOException {
    InetSocketAddress address =
        address(Map.of("COPILOT_SERVER_HOST", "0.0.0.0", "COPILOT_SERVER_PORT", "3100"));
    assertThat(address.getAddress().isLoopbackAddress()).isTrue();
    assertThat(address.getPort()).isEqualTo(3100);
  }

  @Test
  void the_management_port_is_asked_when_there_is_one() throws IOException {
    assertThat(address(Map.of("COPILOT_SERVER_MANAGEMENT_PORT", "9000")).getPort()).isEqualTo(9000);
  }

  @Test
  void what_the_server_answers_is_told_and_silence_is_a_failure() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/health/live",
        exchange -> {
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
    InetSocketAddress address = server.getAddress();
    try {
      assertThat(HealthProbe.statusLine(address, "/health/live")).startsWith("HTTP/1.1 200");
      assertThat(HealthProbe.statusLine(address, "/elsewhere")).startsWith("HTTP/1.1 404");
    } finally {
      server.stop(0);
    }
    assertThatThrownBy(() -> HealthProbe.statusLine(address, "/health/live"))
        .isInstanceOf(IOException.class);
  }

  private InetSocketAddress address(Map<String, String> environment) throws IOException {
    return HealthProbe.address(Configuration.load(Optional.empty(), environment, folder));
  }
}
