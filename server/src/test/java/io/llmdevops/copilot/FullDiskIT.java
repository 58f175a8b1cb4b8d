package io.llmdevops.copilot;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmdevops.copilot.testkit.AlertStream;
import io.llmdevops.copilot.testkit.Await;
import io.llmdevops.copilot.testkit.PackagedCopilot;
import io.llmdevops.copilot.testkit.Tool;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The delivered server on a disk of its own that fills up: a small tmpfs that only it sees, which
/// bubblewrap makes without needing root.
class FullDiskIT {
  private static final int MEGABYTE = 1024 * 1024;

  @TempDir Path temporary = Path.of("");

  private PackagedCopilot launch(int megabytes) throws IOException {
    Path disk = Files.createDirectory(temporary.resolve("disk"));
    List<String> sandbox =
        List.of(
            Tool.find("bwrap", "bubblewrap").toString(),
            "--dev-bind",
            "/",
            "/",
            "--die-with-parent",
            "--size",
            Integer.toString(megabytes * MEGABYTE),
            "--tmpfs",
            disk.toString());
    return PackagedCopilot.launch(temporary, disk.resolve("data"), "", sandbox);
  }

  /// The disk as it looks from outside of the sandbox. Checked to be the small one: filling that of
  /// the machine would help nobody.
  private Path disk(PackagedCopilot copilot) throws IOException {
    Path disk =
        Path.of(
            "/proc/" + copilot.jvm().pid() + "/root" + temporary.resolve("disk").toAbsolutePath());
    Matcher kind = Pattern.compile("tmpfs (\\d+) (\\d+)").matcher(fileSystem(disk.resolve("data")));
    assertThat(kind.matches()).isTrue();
    assertThat(Long.parseLong(kind.group(1)) * Long.parseLong(kind.group(2)))
        .isLessThan(1024L * MEGABYTE);
    return disk;
  }

  /// Type, size of a block, blocks. Java would look at the path as it is outside.
  private static String fileSystem(Path inside) throws IOException {
    Process stat =
        new ProcessBuilder("stat", "--file-system", "--format=%T %S %b", inside.toString())
            .redirectErrorStream(true)
            .start();
    return new String(stat.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
  }

  @Test
  void
      a_disk_that_fills_up_refuses_alerts_clearly_and_has_all_that_was_taken_when_it_is_free_again()
          throws IOException {
    try (PackagedCopilot copilot = launch(260)) {
      copilot.awaitReady();
      Path disk = disk(copilot);
      AlertStream before = AlertStream.start(copilot.url(), "before", 2, 100);
      try (before) {
        before.awaitMore(20);
      }

      Path filler = disk.resolve("filler");
      fill(filler);
      AlertStream during = AlertStream.start(copilot.url(), "during", 4, 2_000);
      try (during) {
        Await.until("deliveries are refused", () -> !during.refused().isEmpty());
        Await.until(
            "health tells of it",
            () ->
                copilot
                    .get("/health")
                    .at("/checks/intake/detail")
                    .asText()
                    .contains("alerts are refused since"));
        assertThat(copilot.get("/health").path("status").asText()).isNotEqualTo("UP");
        fillTheWriteAheadLog(disk);
        Await.until("PostgreSQL has given up", () -> storage(copilot).startsWith("DOWN"));
        assertThat(storage(copilot)).contains("No space left on device");
        assertThat(copilot.ask("/health/live").statusCode()).isEqualTo(200);

        Files.delete(filler);
        during.awaitMore(20);
      }
      assertThat(during.unanswered()).isEmpty();
      assertThat(during.refused()).allSatisfy(FullDiskIT::isClear);
      List<String> stored = stored(disk);
      assertThat(stored).containsAll(before.acknowledged()).containsAll(during.acknowledged());
      assertThat(stored).doesNotHaveDuplicates();
      Await.until(
          "only the small disk is left to complain about",
          () ->
              copilot.ask("/health/ready").statusCode() == 200
                  && storage(copilot).contains("MB left"));
    }
  }

  @Test
  void a_disk_that_is_too_small_from_the_start_is_told_and_nothing_half_done_is_left()
      throws IOException {
    try (PackagedCopilot copilot = launch(64)) {
      assertThat(copilot.awaitEnd(Duration.ofSeconds(60))).isEqualTo(3);
      assertThat(copilot.log()).contains("needs 160 MB").contains("COPILOT_DATA_DIR");
    }
  }

  private static String storage(PackagedCopilot copilot) {
    var check = copilot.get("/health").at("/checks/storage");
    return check.path("status").asText() + " " + check.path("detail").asText();
  }

  private static void isClear(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    assertThat(PackagedCopilot.json(answer).path("detail").asText()).contains("database");
  }

  private static void fill(Path filler) throws IOException {
    byte[] zeros = new byte[MEGABYTE];
    try (OutputStream out = Files.newOutputStream(filler)) {
      for (int i = 0; i < 1024; i++) {
        out.write(zeros);
      }
      throw new AssertionError("the disk takes more than a gigabyte");
    } catch (IOException full) {
      assertThat(full).hasMessageContaining("No space left on device");
    }
  }

  /// What days of small changes do: refused alerts alone write little of it.
  private static void fillTheWriteAheadLog(Path disk) throws IOException {
    Jdbi database = database(disk);
    try {
      for (int i = 0; i < 100; i++) {
        database.useHandle(
            h -> h.execute("select pg_logical_emit_message(false, 'test', repeat('x', 1000000))"));
      }
      throw new AssertionError("the write-ahead log takes more than 100 MB");
    } catch (JdbiException gone) {
      System.getLogger("test.disk").log(System.Logger.Level.DEBUG, "as it should be", gone);
    }
  }

  private static List<String> stored(Path disk) throws IOException {
    return database(disk)
        .withHandle(h -> h.createQuery("select name from alert").mapTo(String.class).list());
  }

  /// Its port and password lie on the same disk.
  private static Jdbi database(Path disk) throws IOException {
    Path postgres = disk.resolve("data/postgres");
    Matcher port =
        Pattern.compile("(?m)^port = (\\d+)$")
            .matcher(Files.readString(postgres.resolve("data/postgresql.conf")));
    assertThat(port.find()).isTrue();
    return Jdbi.create(
        "jdbc:postgresql://127.0.0.1:" + port.group(1) + "/llm_copilot",
        "llm_user",
        Files.readString(postgres.resolve("password")).strip());
  }
}
