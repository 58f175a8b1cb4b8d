package io.llmdevops.copilot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The launcher in a folder of its own (with a space in its name), with JDKs and a Maven that only
/// say how they were called. The folders where it looks for JDKs are moved into that folder, too.
class LauncherTest {
  private static final Path LAUNCHER = Path.of("../copilot").toAbsolutePath().normalize();

  @TempDir Path temporary;
  private Path home;
  private Path jdks;
  private Path tools;

  private record Ended(int code, String out, String err, long pid) {}

  @BeforeEach
  void copy_the_launcher() throws Exception {
    home = Files.createDirectories(temporary.resolve("a home"));
    jdks = Files.createDirectories(temporary.resolve("jdks"));
    tools = Files.createDirectories(temporary.resolve("tools"));
    String text = Files.readString(LAUNCHER);
    for (String folder : List.of("/usr/lib/jvm", "/opt/java", "/opt/homebrew", "/Library/Java")) {
      text = text.replace(folder, jdks.toString());
    }
    program(home.resolve("copilot"), text.replace("/opt/*jdk*", jdks + "/none"));
    // What of the system the script needs, without any java or mvn that is there.
    for (String needed :
        List.of(
            "sh",
            "sed",
            "find",
            "head",
            "cat",
            "mkdir",
            "dirname",
            "readlink",
            "grep",
            "awk",
            "tee",
            "mv",
            "rm",
            "touch",
            "cksum")) {
      Path real =
          Stream.of("/bin", "/usr/bin")
              .map(folder -> Path.of(folder, needed))
              .filter(Files::exists)
              .findFirst()
              .orElseThrow();
      Files.createSymbolicLink(tools.resolve(needed), real);
    }
  }

  private static void program(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /// A JDK whose java prints its arguments, one a line. Asked to train, it says so in a file of the
  /// test and runs `training`, with the file that is wanted as its first argument.
  private Path jdk(String name, String version) throws IOException {
    return jdk(name, version, "echo cache >\"$1\"");
  }

  private Path jdk(String name, String version, String training) throws IOException {
    Path folder = jdks.resolve(name);
    program(
        folder.resolve("bin/java"),
        """
        #!/bin/sh
        case " $* " in
          *' training --server '*)
            echo trained >>'%s'
            while [ "$1" != --server ]; do shift; done
            shift
            %s
            exit
            ;;
        esac
        echo "pid $$"
        printf '%%s\n' "$@"
        exit 0
        """
            .formatted(temporary.resolve("trainings"), training));
    program(folder.resolve("bin/javac"), "#!/bin/sh\n");
    Files.writeString(folder.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    return folder;
  }

  private void built() throws IOException {
    Path app = home.resolve("server/target/quarkus-app");
    program(app.resolve("app/copilot-server.jar"), "");
    program(app.resolve("lib/main/info.picocli.picocli-4.jar"), "");
    program(app.resolve("quarkus-run.jar"), "");
    Files.createDirectories(home.resolve("demo-shop/target"));
    Files.createDirectories(home.resolve("target"));
    Files.writeString(home.resolve("target/copilot.built"), "");
  }

  private int trainings() throws IOException {
    Path file = temporary.resolve("trainings");
    return Files.exists(file) ? Files.readAllLines(file).size() : 0;
  }

  private Ended run(Map<String, String> environment, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("/bin/sh", home.resolve("copilot").toString()));
    command.addAll(List.of(arguments));
    Path out = temporary.resolve("out");
    Path err = temporary.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().clear();
    builder.environment().put("PATH", tools.toString());
    builder.environment().put("HOME", temporary.resolve("user").toString());
    builder.environment().putAll(environment);
    Process process = builder.start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Ended(
        process.exitValue(),
        Files.readString(out, StandardCharsets.UTF_8),
        Files.readString(err, StandardCharsets.UTF_8),
        process.pid());
  }

  @Test
  void an_old_java_is_passed_over_for_a_jdk_25() throws Exception {
    Path old = jdk("17", "17.0.9");
    Path young = jdk("25", "25.0.1");

    assertThat(run(Map.of("JAVA_HOME", old.toString()), "java-home").out).isEqualTo(young + "\n");
    assertThat(run(Map.of("JAVA_HOME", old.toString()), "java-home").out)
        .as("remembered")
        .isEqualTo(young + "\n");
  }

  @Test
  void a_new_java_home_counts_at_once() throws Exception {
    jdk("25", "25.0.1");
    run(Map.of(), "java-home");
    Path newer = jdk("other", "26");

    assertThat(run(Map.of("JAVA_HOME", newer.toString()), "java-home").out).isEqualTo(newer + "\n");
  }

  @Test
  void without_a_jdk_it_says_what_to_install() throws Exception {
    jdk("17", "17.0.9");

    Ended ended = run(Map.of(), "version");

    assertThat(ended.code).isEqualTo(3);
    assertThat(ended.err).contains("no JDK 25").contains("Install one").contains("JAVA_HOME");
  }

  @Test
  void without_maven_a_build_is_not_tried() throws Exception {
    jdk("25", "25.0.1");

    Ended ended = run(Map.of(), "version");

    assertThat(ended.code).isEqualTo(3);
    assertThat(ended.err).contains("Install Maven");
  }

  @Test
  void what_is_not_built_is_built_first() throws Exception {
    jdk("25", "25.0.1");
    program(
        tools.resolve("mvn"),
        """
        #!/bin/sh
        echo '[INFO] Building Server 1.0.0'
        mkdir -p server/target/quarkus-app/app demo-shop/target
        touch server/target/quarkus-app/quarkus-run.jar
        """);

    Ended first = run(Map.of(), "version");
    Ended second = run(Map.of(), "version");

    assertThat(first.code).isZero();
    assertThat(first.err).contains("Building Server 1.0.0");
    assertThat(first.out).endsWith("io.llmdevops.copilot.cli.CopilotCommand\nversion\n");
    assertThat(second.err).doesNotContain("Building");
  }

  @Test
  void a_failed_build_shows_the_errors_and_nothing_runs() throws Exception {
    jdk("25", "25.0.1");
    program(tools.resolve("mvn"), "#!/bin/sh\necho '[ERROR] it is broken'\nexit 1\n");

    Ended ended = run(Map.of(), "version");

    assertThat(ended.code).isEqualTo(1);
    assertThat(ended.err).contains("[ERROR] it is broken").contains("target/build.log");
    assertThat(ended.out).isEmpty();
  }

  @Test
  void the_server_takes_the_place_of_the_launcher() throws Exception {
    jdk("25", "25.0.1");
    built();

    Ended ended = run(Map.of("COPILOT_SKIP_BUILD", "1"), "start", "--config", "my file.yaml");

    assertThat(ended.code).isZero();
    assertThat(ended.out)
        .startsWith("pid " + ended.pid + "\n")
        .endsWith(
            "-jar\n%s\n--config\nmy file.yaml\n"
                .formatted(home.resolve("server/target/quarkus-app/quarkus-run.jar")));
  }

  @Test
  void the_first_start_of_a_build_makes_the_cache_that_each_start_uses() throws Exception {
    jdk("25", "25.0.1");
    built();
    String option = "-XX:AOTCache=" + home.resolve("target/server.aot");

    Ended first = run(Map.of(), "start");
    Ended second = run(Map.of(), "start");

    assertThat(first.err).contains("Preparing a faster start");
    assertThat(first.out.lines()).contains(option);
    assertThat(second.err).isEmpty();
    assertThat(second.out.lines()).contains(option);
    assertThat(trainings()).isEqualTo(1);
  }

  @Test
  void a_cache_is_made_anew_for_new_jars_and_for_another_jvm() throws Exception {
    jdk("25", "25.0.1");
    built();
    run(Map.of(), "start");

    Files.setLastModifiedTime(
        home.resolve("server/target/quarkus-app/quarkus-run.jar"),
        FileTime.from(Instant.now().plusSeconds(5)));
    run(Map.of(), "start");
    assertThat(trainings()).as("new jars").isEqualTo(2);

    Files.setLastModifiedTime(
        home.resolve("server/target/quarkus-app/quarkus-run.jar"), FileTime.from(Instant.EPOCH));
    Path other = jdk("other", "25.0.2");
    Ended ended = run(Map.of("JAVA_HOME", other.toString()), "start");
    assertThat(ended.code).isZero();
    assertThat(trainings()).as("another JVM").isEqualTo(3);
  }

  @Test
  void a_cache_that_cannot_be_made_costs_no_start_and_no_second_try() throws Exception {
    jdk("25", "25.0.1", "echo 'no room'; exit 1");
    built();

    Ended first = run(Map.of(), "start");
    Ended second = run(Map.of(), "start");

    assertThat(first.code).isZero();
    assertThat(first.err).contains("starts without").contains("target/training.log");
    assertThat(first.out).contains("quarkus-run.jar").doesNotContain("AOTCache");
    assertThat(second.err).isEmpty();
    assertThat(home.resolve("target/training.log")).hasContent("no room");
    assertThat(trainings()).isEqualTo(1);
  }

  @Test
  void who_wants_no_build_or_brings_options_for_a_cache_gets_none_of_ours() throws Exception {
    jdk("25", "25.0.1");
    built();
    assertThat(run(Map.of("COPILOT_SKIP_BUILD", "1"), "start").out).doesNotContain("AOTCache");
    assertThat(trainings()).isZero();

    run(Map.of(), "start");
    Ended own = run(Map.of("COPILOT_JAVA_OPTS", "-XX:AOTCacheOutput=mine.aot"), "start");

    assertThat(own.out).contains("-XX:AOTCacheOutput=mine.aot").doesNotContain("-XX:AOTCache=");
  }

  @Test
  void doctor_sees_the_classes_that_the_build_made_of_the_settings() throws Exception {
    jdk("25", "25.0.1");
    built();

    assertThat(run(Map.of("COPILOT_SKIP_BUILD", "1"), "doctor").out)
        .contains(home.resolve("server/target/quarkus-app/quarkus") + "/*")
        .endsWith("doctor\n");
  }

  @Test
  void an_unknown_command_does_not_start_a_build() throws Exception {
    Ended ended = run(Map.of(), "incidnets");

    assertThat(ended.code).isEqualTo(2);
    assertThat(ended.err).contains("unknown command incidnets").contains("incidents");
    assertThat(home.resolve("target")).doesNotExist();
  }

  @Test
  void help_needs_nothing() throws Exception {
    Ended ended = run(Map.of());

    assertThat(ended.code).isZero();
    assertThat(ended.out).contains("demo").contains("start").contains("Exit codes");
  }
}
