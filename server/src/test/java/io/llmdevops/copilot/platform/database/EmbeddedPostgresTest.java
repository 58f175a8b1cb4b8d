package io.llmdevops.copilot.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmdevops.copilot.platform.errors.CopilotException.Conflict;
import io.llmdevops.copilot.platform.errors.CopilotException.Unavailable;
import io.llmdevops.copilot.testkit.Await;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresTest {
  private static final Path PROGRAMS = Path.of("target/postgres").toAbsolutePath();

  @TempDir static Path once = Path.of("");
  @TempDir Path folder = Path.of("");
  private final List<String> told = new ArrayList<>();

  private EmbeddedPostgres start() {
    return EmbeddedPostgres.start(folder, PROGRAMS, EmbeddedPostgres.DURABLE, told::add);
  }

  /// Making a cluster takes seconds, copying one does not.
  @BeforeAll
  static void makeOne() {
    EmbeddedPostgres.start(once, PROGRAMS, EmbeddedPostgres.DURABLE, line -> {}).close();
  }

  @BeforeEach
  void copyOne() throws IOException {
    try (Stream<Path> files = Files.walk(once)) {
      for (Path file : files.skip(1).toList()) {
        Files.copy(
            file,
            folder.resolve(once.relativize(file).toString()),
            StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }

  @Test
  void data_are_there_after_a_restart_and_only_we_can_read_the_password() throws IOException {
    try (EmbeddedPostgres first = start()) {
      jdbi(first.address()).useHandle(h -> h.execute("create table kept as select 42 as n"));
    }
    assertThat(folder.resolve("postgres/data/postmaster.pid")).doesNotExist();
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(folder.resolve("postgres/password"))))
        .isEqualTo("rw-------");
    try (EmbeddedPostgres second = start()) {
      assertThat(answer(second.address())).isEqualTo(42);
      assertThat(setting(second.address(), "fsync")).isEqualTo("on");
      assertThat(setting(second.address(), "synchronous_commit")).isEqualTo("on");
      assertThat(setting(second.address(), "listen_addresses")).isEqualTo("127.0.0.1");
    }
  }

  @Test
  void a_second_server_on_the_folder_is_refused_and_told_who_has_it() {
    try (EmbeddedPostgres first = start()) {
      assertThat(first.address().url()).contains("127.0.0.1");
      assertThatThrownBy(this::start)
          .isInstanceOf(Conflict.class)
          .hasMessageContaining("process " + ProcessHandle.current().pid())
          .hasMessageContaining("COPILOT_DATA_DIR");
    }
  }

  @Test
  void a_killed_server_leaves_a_database_that_the_next_one_takes_over_without_loss()
      throws IOException, InterruptedException {
    Process killed = otherServer();
    var output =
        new BufferedReader(new InputStreamReader(killed.getInputStream(), StandardCharsets.UTF_8));
    assertThat(output.readLine()).isEqualTo("committed");
    assertThatThrownBy(this::start)
        .isInstanceOf(Conflict.class)
        .hasMessageContaining("process " + killed.pid());
    killed.destroyForcibly().waitFor();
    assertThat(folder.resolve("postgres/data/postmaster.pid")).exists();

    try (EmbeddedPostgres next = start()) {
      assertThat(answer(next.address())).isEqualTo(42);
      assertThat(told).anyMatch(line -> line.contains("left behind"));
    }
  }

  @Test
  void a_server_that_ends_by_itself_is_started_again_with_all_that_it_had() throws IOException {
    try (EmbeddedPostgres postgres = start()) {
      jdbi(postgres.address()).useHandle(h -> h.execute("create table kept as select 42 as n"));
      assertThat(postgres.trouble()).isEmpty();
      long first = postmaster();

      ProcessHandle.of(first).ifPresent(ProcessHandle::destroyForcibly);

      Await.until("it runs again", () -> answers(postgres.address()));
      assertThat(postmaster()).isNotEqualTo(first);
      assertThat(answer(postgres.address())).isEqualTo(42);
      Await.until("nothing is wrong any more", () -> postgres.trouble().isEmpty());
    }
    assertThat(folder.resolve("postgres/data/postmaster.pid")).doesNotExist();
  }

  private long postmaster() throws IOException {
    return Long.parseLong(
        Files.readAllLines(folder.resolve("postgres/data/postmaster.pid")).getFirst());
  }

  private static boolean answers(ServerAddress address) {
    try {
      return answer(address) == 42;
    } catch (ConnectionException e) {
      return false;
    }
  }

  @Test
  void a_process_number_that_now_belongs_to_another_program_is_no_obstacle() throws IOException {
    start().close();
    Files.writeString(
        folder.resolve("postgres/data/postmaster.pid"), ProcessHandle.current().pid() + "\n");
    try (EmbeddedPostgres next = start()) {
      assertThat(setting(next.address(), "fsync")).isEqualTo("on");
    }
  }

  @Test
  void data_of_another_major_release_are_left_alone() throws IOException {
    start().close();
    Files.writeString(folder.resolve("postgres/data/PG_VERSION"), "17\n");
    assertThatThrownBy(this::start)
        .isInstanceOf(Unavailable.class)
        .hasMessageContaining("was written by PostgreSQL 17, this release carries 18");
  }

  @Test
  void half_made_data_are_made_anew() throws IOException {
    PostgresBinaries.delete(folder.resolve("postgres"));
    Files.createDirectories(folder.resolve("postgres/data.new/base"));
    try (EmbeddedPostgres postgres = start()) {
      assertThat(setting(postgres.address(), "port")).isNotEmpty();
    }
  }

  /// A JVM of its own, so that it can be killed.
  private Process otherServer() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin/java").toString(),
            "-Xmx128m",
            "-cp",
            System.getProperty("java.class.path"),
            EmbeddedPostgresTest.class.getName(),
            folder.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  public static void main(String[] args) throws InterruptedException {
    EmbeddedPostgres postgres =
        EmbeddedPostgres.start(Path.of(args[0]), PROGRAMS, EmbeddedPostgres.DURABLE, line -> {});
    jdbi(postgres.address()).useHandle(h -> h.execute("create table kept as select 42 as n"));
    System.out.println("committed");
    Thread.currentThread().join();
  }

  private static int answer(ServerAddress address) {
    return jdbi(address)
        .withHandle(h -> h.createQuery("select n from kept").mapTo(Integer.class).one());
  }

  private static String setting(ServerAddress address, String name) {
    return jdbi(address)
        .withHandle(h ->
            h.createQuery("select current_setting(:name)")
                .bindMap(Map.of("name", name))
                .mapTo(String.class)
                .one());
  }

  private static Jdbi jdbi(ServerAddress address) {
    return Jdbi.create(address.url(), address.user(), address.password());
  }
}
