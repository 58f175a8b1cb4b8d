package io.llmdevops.copilot.platform.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmdevops.copilot.testkit.RedisProcess;
import io.llmdevops.copilot.testkit.Tool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisTlsTest extends RedisFastPathContract {
  @TempDir static Path folder = Path.of("");
  private String address = "";

  @Override
  Settings settings() {
    Path certificate = folder.resolve("server.pem");
    Path key = folder.resolve("server.key");
    makeCertificate(certificate, key);
    RedisProcess redis =
        RedisProcess.start(
            folder,
            "--port",
            "0",
            "--tls-port",
            "PORT",
            "--tls-cert-file",
            certificate.toString(),
            "--tls-key-file",
            key.toString(),
            "--tls-ca-cert-file",
            certificate.toString(),
            "--tls-auth-clients",
            "no");
    address = "rediss://localhost:" + redis.port();
    return new Settings(address, "single", Optional.of(certificate.toString()));
  }

  @Test
  void a_certificate_that_nobody_vouches_for_is_refused() {
    try (FastPath stranger = pod(new Settings(address, "single", Optional.empty()))) {
      assertThat(stranger.trouble()).isPresent();
    }
  }

  private static void makeCertificate(Path certificate, Path key) {
    Path openssl = Tool.find("openssl", "openssl");
    try {
      Process process =
          new ProcessBuilder(
                  openssl.toString(),
                  "req",
                  "-x509",
                  "-newkey",
                  "rsa:2048",
                  "-nodes",
                  "-days",
                  "2",
                  "-subj",
                  "/CN=localhost",
                  "-addext",
                  "subjectAltName=DNS:localhost,IP:127.0.0.1",
                  "-keyout",
                  key.toString(),
                  "-out",
                  certificate.toString())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      assertThat(process.waitFor()).as("openssl").isZero();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
