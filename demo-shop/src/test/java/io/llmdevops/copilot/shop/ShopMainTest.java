package io.llmdevops.copilot.shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShopMainTest {

  private record Ended(int code, String out, String err) {}

  @TempDir Path folder;

  @Test
  void it_ends_when_its_input_ends_and_has_written_its_files() throws Exception {
    var ended =
        run(
            "--port-base=0",
            "--services-file=" + folder.resolve("services.json"),
            "--prometheus-config=" + folder.resolve("prometheus.yml"),
            "--rules-out=" + folder.resolve("rules.yml"));

    assertThat(ended.err).isEmpty();
    assertThat(ended.code).isZero();
    assertThat(ended.out).startsWith("READY {\"control\":\"http://127.0.0.1:");
    var services = Files.readString(folder.resolve("services.json"));
    assertThat(ended.out).contains("\"services\":" + services);
    assertThat(Files.readString(folder.resolve("prometheus.yml")))
        .contains("service: bank-gateway")
        .contains(folder.resolve("rules.yml").toString());
    assertThat(Files.readString(folder.resolve("rules.yml"))).contains("alert: ShopTargetDown");
    assertThat(folder).isDirectoryNotContaining("glob:**.part");
  }

  @Test
  void a_taken_port_is_named_with_the_option() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var ended = run("--port-base", Integer.toString(taken.getLocalPort()));

      assertThat(ended.code).isEqualTo(3);
      assertThat(ended.err)
          .contains("port " + taken.getLocalPort() + " (for the control door)")
          .contains("--port-base");
      assertThat(ended.out).isEmpty();
    }
  }

  @Test
  void a_wrong_option_is_an_error_of_the_user() {
    assertThat(run("--colour=red"))
        .isEqualTo(new Ended(2, "", "shop: unknown option --colour; --help lists all\n"));
  }

  @Test
  void a_file_that_cannot_be_written_is_named() {
    var missing = folder.resolve("missing/services.json");

    var ended = run("--port-base=0", "--services-file=" + missing);

    assertThat(ended.code).isEqualTo(4);
    assertThat(ended.err).contains(missing.toString());
  }

  @Test
  void a_signal_ends_it_and_frees_its_ports() throws Exception {
    var process = start("--fault-after=0", "--ignore-stdin");
    try (var out = process.inputReader(StandardCharsets.UTF_8)) {
      var ready = out.readLine();
      assertThat(out.readLine()).isEqualTo("FAULT latency payment started");
      var control = controlIn(ready);
      assertThat(connects(control)).isTrue();

      process.destroy();

      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(128 + 15);
      assertThat(connects(control)).isFalse();
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void it_ends_with_its_parent() throws Exception {
    var parent = new ProcessBuilder("sleep", "600").start();
    var process = start("--exit-with-parent=" + parent.pid(), "--ignore-stdin");
    try (var out = process.inputReader(StandardCharsets.UTF_8)) {
      assertThat(out.readLine()).startsWith("READY ");

      parent.destroyForcibly().waitFor();

      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
      assertThat(out.lines()).last().asString().startsWith("CLOSED");
    } finally {
      parent.destroyForcibly();
      process.destroyForcibly();
    }
  }

  private static Ended run(String... given) {
    var args = new ArrayList<>(List.of("--warm-up=1"));
    args.addAll(List.of(given));
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    int code =
        ShopMain.run(
            args.toArray(String[]::new),
            new ByteArrayInputStream(new byte[0]),
            new PrintStream(out),
            new PrintStream(err));
    return new Ended(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private static Process start(String... args) throws IOException {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx96m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                ShopMain.class.getName(),
                "--port-base=0",
                "--warm-up=1"));
    command.addAll(List.of(args));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private static URI controlIn(String ready) {
    return URI.create(ready.replaceFirst(".*\"control\":\"([^\"]*)\".*", "$1"));
  }

  private static boolean connects(URI address) {
    try (var socket = new Socket(address.getHost(), address.getPort())) {
      return socket.isConnected();
    } catch (IOException refused) {
      return false;
    }
  }
}
