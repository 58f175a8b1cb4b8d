package io.llmdevops.copilot.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmdevops.copilot.cli.doctor.Finding.State;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineChecksTest {
  @TempDir Path folder;

  @Test
  void an_old_java_is_refused_with_the_one_to_install() {
    Finding old = new MachineChecks("").java(Runtime.Version.parse("21.0.5"));
    assertThat(old.state()).isEqualTo(State.FAIL);
    assertThat(old.mend().orElseThrow()).contains("JDK 25").contains("JAVA_HOME");
    assertThat(new MachineChecks("").java(Runtime.Version.parse("25.0.1")).state())
        .isEqualTo(State.OK);
  }

  @Test
  void programs_are_looked_for_on_the_path() throws Exception {
    Path maven = Files.writeString(folder.resolve("mvn"), "");
    MachineChecks machine = new MachineChecks("/no/such/folder::" + folder);
    assertThat(machine.maven().state()).as("not executable").isEqualTo(State.WARN);

    Files.setPosixFilePermissions(maven, PosixFilePermissions.fromString("rwxr-xr-x"));
    assertThat(machine.maven()).isEqualTo(Finding.ok("maven", maven.toString()));
    assertThat(machine.prometheus().detail()).contains("built-in scraper");
  }

  @Test
  void little_disk_is_told_before_it_is_too_late() {
    assertThat(MachineChecks.disk(folder, 2L << 30).state()).isEqualTo(State.OK);
    assertThat(MachineChecks.disk(folder, 500L << 20).state()).isEqualTo(State.WARN);
    Finding full = MachineChecks.disk(folder, 100L << 20);
    assertThat(full.state()).isEqualTo(State.FAIL);
    assertThat(full.detail()).contains("100 MiB free");
    assertThat(full.mend().orElseThrow()).contains("COPILOT_DATA_DIR");
  }

  @Test
  void a_folder_that_is_not_there_yet_is_measured_where_it_will_be() throws Exception {
    assertThat(new MachineChecks("").disk(folder.resolve("a/b/c")).detail()).contains(" free for ");
  }
}
