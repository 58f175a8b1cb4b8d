package io.llmdevops.copilot.deployment.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmdevops.copilot.deployment.repository.Repository;
import io.llmdevops.copilot.testkit.Tool;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A drill that is told to stop in the middle takes its processes and its folder away.
class InterruptedDrillTest {
  private static final Path DRILLS = Repository.DEPLOYMENT.resolve("drills");

  /// One program ends at once, another only after a second. What the drill says comes when it is in
  /// the middle.
  private static final String DRILL =
      """
      import sys
      import rig
      def drill(the_rig):
          the_rig.start("quick", ["sleep", "600"])
          the_rig.start("slow", ["sh", "-c", "trap 'sleep 1; exit' TERM; touch up; while :; do sleep 0.1; done"])
          the_rig.endings.append(lambda: (the_rig.folder / "asked").touch() or print("ending", flush=True))
          rig.await_true("the slow one", lambda: (the_rig.folder / "up").exists(), 20)
          print(the_rig.folder, *[one.pid for one in the_rig.processes], flush=True)
          the_rig.stop_flag.wait(600)
      rig.main("interrupted", drill)
      """;

  private record Running(Process drill, BufferedReader said, Path folder, List<Long> processes) {
    static Running start() throws Exception {
      ProcessBuilder builder =
          new ProcessBuilder(Tool.find("python3", "python3").toString(), "-B", "-c", DRILL)
              .redirectError(ProcessBuilder.Redirect.DISCARD);
      builder.environment().put("PYTHONPATH", DRILLS.toString());
      Process drill = builder.start();
      BufferedReader said = drill.inputReader();
      String[] words = said.readLine().split(" ");
      return new Running(
          drill,
          said,
          Path.of(words[0]),
          List.of(Long.parseLong(words[1]), Long.parseLong(words[2])));
    }

    void signal(String name) throws Exception {
      new ProcessBuilder("kill", "-" + name, Long.toString(drill.pid())).start().waitFor();
    }

    void isGoneWithAllItsOwn() throws Exception {
      assertThat(drill.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(drill.exitValue()).isEqualTo(130);
      assertThat(folder).doesNotExist();
      assertThat(processes).noneMatch(one -> ProcessHandle.of(one).isPresent());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM", "HUP"})
  void a_signal_ends_it_and_all_that_it_started(String signal) throws Exception {
    Running running = Running.start();
    assertThat(Files.isDirectory(running.folder())).isTrue();
    assertThat(running.processes()).allMatch(one -> ProcessHandle.of(one).isPresent());

    running.signal(signal);

    running.isGoneWithAllItsOwn();
  }

  @Test
  void a_second_signal_does_not_keep_it_from_tidying_up() throws Exception {
    Running running = Running.start();
    running.signal("INT");
    assertThat(running.said().readLine()).isEqualTo("ending");
    running.signal("INT");
    running.signal("TERM");

    running.isGoneWithAllItsOwn();
  }
}
