package io.llmdevops.copilot.sources.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.llmdevops.copilot.platform.errors.CopilotException.Unavailable;
import io.llmdevops.copilot.sources.prometheus.Limits;
import io.llmdevops.copilot.sources.prometheus.PrometheusSource;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Against a server whose certificate nobody but us knows, and that asks for ours.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TlsTest {
  private static final char[] PASSWORD = "changeit".toCharArray();

  private Path folder = Path.of("");
  private HttpsServer server;

  @BeforeAll
  void start(@TempDir Path temporary) throws Exception {
    folder = temporary;
    KeyStore ours = pair("server", "EC", "-ext", "san=ip:127.0.0.1");
    KeyStore client = pair("client", "RSA");
    pair("stranger", "RSA");
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    SSLContext context = context(ours, client);
    server.setHttpsConfigurator(
        new HttpsConfigurator(context) {
          @Override
          public void configure(HttpsParameters parameters) {
            SSLParameters wanted = context.getDefaultSSLParameters();
            wanted.setNeedClientAuth(true);
            parameters.setSSLParameters(wanted);
          }
        });
    server.createContext(
        "/",
        exchange -> {
          byte[] body =
              "{\"status\":\"success\",\"data\":{\"result\":[1,\"1\"]}}"
                  .getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @AfterAll
  void stop() {
    server.stop(0);
  }

  private Duration probe(String host, Tls tls) {
    URI url = URI.create("https://" + host + ":" + server.getAddress().getPort());
    Endpoint endpoint = Endpoint.of(url).withTls(tls).withRequestTimeout(Duration.ofSeconds(10));
    try (PrometheusSource source = new PrometheusSource("tls", endpoint, Limits.DEFAULT)) {
      return source.probe();
    }
  }

  private Path file(String name) {
    return folder.resolve(name);
  }

  private Tls tls(String ca, String client) {
    return new Tls(file(ca + ".crt"), file(client + ".crt"), file(client + ".key"), false);
  }

  @Test
  void a_known_authority_and_the_right_client_certificate_connect() {
    assertThat(probe("127.0.0.1", tls("server", "client"))).isPositive();
  }

  @Test
  void a_certificate_of_an_unknown_authority_is_refused() {
    assertThatThrownBy(() -> probe("127.0.0.1", tls("stranger", "client")))
        .isInstanceOf(Unavailable.class)
        .hasMessageContaining("TLS failed");
    assertThatThrownBy(() -> probe("127.0.0.1", Tls.SYSTEM))
        .isInstanceOf(Unavailable.class)
        .hasMessageContaining("TLS failed");
  }

  @Test
  void a_certificate_for_another_name_is_refused() {
    assertThatThrownBy(() -> probe("localhost", tls("server", "client")))
        .isInstanceOf(Unavailable.class)
        .hasMessageContaining("TLS failed");
  }

  @Test
  void without_the_right_client_certificate_the_server_refuses() {
    assertThatThrownBy(() -> probe("127.0.0.1", tls("server", "stranger")))
        .isInstanceOf(Unavailable.class);
    assertThatThrownBy(() -> probe("127.0.0.1", new Tls(file("server.crt"), null, null, false)))
        .isInstanceOf(Unavailable.class);
  }

  @Test
  void whoever_asks_for_no_checks_gets_none() {
    Tls anything = new Tls(null, file("client.crt"), file("client.key"), true);
    assertThat(probe("localhost", anything)).isPositive();
  }

  @Test
  void files_that_do_not_fit_are_refused_by_name() throws Exception {
    Path empty = Files.writeString(file("empty.pem"), "nothing\n");
    assertThatThrownBy(() -> probe("127.0.0.1", new Tls(empty, null, null, false)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("empty.pem");
    Path encrypted = Files.writeString(file("enc.key"), "-----BEGIN ENCRYPTED PRIVATE KEY-----\n");
    assertThatThrownBy(
            () -> probe("127.0.0.1", new Tls(null, file("client.crt"), encrypted, false)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("openssl pkcs8");
  }

  /// Makes a key and its own certificate, as PEM files and as a key store.
  private KeyStore pair(String name, String algorithm, String... more) throws Exception {
    Path p12 = file(name + ".p12");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                name,
                "-keyalg",
                algorithm,
                "-dname",
                "CN=" + name,
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-keystore",
                p12.toString(),
                "-storepass",
                new String(PASSWORD)));
    command.addAll(List.of(more));
    Process keytool =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(file("keytool.log").toFile())
            .start();
    assertThat(keytool.waitFor()).as(Files.readString(file("keytool.log"))).isZero();
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(p12)) {
      store.load(in, PASSWORD);
    }
    pem(name + ".crt", "CERTIFICATE", store.getCertificate(name).getEncoded());
    pem(name + ".key", "PRIVATE KEY", store.getKey(name, PASSWORD).getEncoded());
    return store;
  }

  private void pem(String name, String kind, byte[] der) throws Exception {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    Files.writeString(
        file(name), "-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n");
  }

  private static SSLContext context(KeyStore ours, KeyStore trusted) throws Exception {
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(ours, PASSWORD);
    KeyStore certificates = KeyStore.getInstance("PKCS12");
    certificates.load(null, null);
    certificates.setCertificateEntry("client", trusted.getCertificate("client"));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(certificates);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }
}
