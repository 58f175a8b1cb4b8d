package io.llmdevops.copilot.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeeperTest {
  @TempDir Path temporary;

  /// As a demo that is killed leaves it: the pipe ends without a word.
  private Process keeper(String... told) throws Exception {
    String script;
    try (var in = Keeper.class.getResourceAsStream("keeper.sh")) {
      script = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    Process shell = new ProcessBuilder("sh", "-c", script).start();
    try (var line = shell.outputWriter(StandardCharsets.UTF_8)) {
      line.write(String.join("\n", told) + "\n");
    }
    return shell;
  }

  @Test
  void a_killed_demo_leaves_no_process_and_no_file() throws Exception {
    Path folder = Files.createDirectories(temporary.resolve("demo folder"));
    Path marker = Files.writeString(temporary.resolve("marker"), "http://here");
    Files.writeString(Files.createDirectories(folder.resolve("data")).resolve("file"), "x");
    Process polite = new ProcessBuilder("sleep", "600").start();
    Process stubborn =
        new ProcessBuilder("sh", "-c", "trap '' TERM; sleep 2 & wait; sleep 2").start();

    Process keeper =
        keeper(
            "folder " + folder, "marker " + marker, "pid " + polite.pid(), "pid " + stubborn.pid());

    assertThat(keeper.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(polite.waitFor(1, TimeUnit.SECONDS)).isTrue();
    assertThat(stubborn.waitFor(1, TimeUnit.SECONDS)).isTrue();
    assertThat(folder).doesNotExist();
    assertThat(marker).doesNotExist();
  }

  @Test
  void a_database_without_its_server_is_ended_too() throws Exception {
    Process database = new ProcessBuilder("sleep", "600").start();
    Path data = Files.createDirectories(temporary.resolve("demo/data/postgres/data"));
    Files.write(data.resolve("postmaster.pid"), List.of(Long.toString(database.pid()), "/data"));

    Process keeper = keeper("folder " + temporary.resolve("demo"));

    assertThat(keeper.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(database.waitFor(1, TimeUnit.SECONDS)).isTrue();
    assertThat(temporary.resolve("demo")).doesNotExist();
  }

  @Test
  void a_demo_that_cleaned_up_itself_is_left_alone() throws Exception {
    Path folder = Files.createDirectories(temporary.resolve("kept"));

    Process keeper = keeper("folder " + folder, "done");

    assertThat(keeper.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(folder).exists();
  }
}
