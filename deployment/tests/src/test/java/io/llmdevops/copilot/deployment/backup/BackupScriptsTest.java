package io.llmdevops.copilot.deployment.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmdevops.copilot.deployment.repository.Ran;
import io.llmdevops.copilot.deployment.repository.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the scripts do when something is not as it should be. `aws` is a script over a folder here,
/// the programs of PostgreSQL write down how they were called.
class BackupScriptsTest {
  private static final String AWS =
      """
      #!/bin/sh
      echo "aws $*" >>"$BUCKETS/calls"
      place() { case "$1" in s3://*) printf '%s/%s' "$BUCKETS" "${1#s3://}" ;; *) printf '%s' "$1" ;; esac; }
      case "$1 $2" in
        's3 cp')
          [ "${AWS_BROKEN:-}" != "$(basename "$4")" ] || exit 1
          target=$(place "$5"); mkdir -p "$(dirname "$target")"; cp "$(place "$4")" "$target" ;;
        's3api head-object') wc -c <"$BUCKETS/$4/$6" | tr -d ' ' ;;
        's3 ls') for f in "$(place "$3")"*; do echo "2026-01-01 00:00:00 1 $(basename "$f")"; done ;;
        *) exit 2 ;;
      esac
      """;

  private static final String PG_DUMP =
      """
      #!/bin/sh
      echo "pg_dump $*|$PGUSER|$PGSSLMODE|$PGSSLROOTCERT|$PGPASSWORD" >>"$BUCKETS/calls"
      for word in "$@"; do case "$word" in --file=*) echo "dump of $$" >"${word#--file=}" ;; esac; done
      exit "${PG_DUMP_EXIT:-0}"
      """;

  private static final String PG_RESTORE =
      """
      #!/bin/sh
      echo "pg_restore $*" >>"$BUCKETS/calls"
      case "$1" in --list) echo "${LISTING-1; 0 0 TABLE DATA public incident}" ;; esac
      """;

  private static final String PSQL =
      """
      #!/bin/sh
      echo "psql $*" >>"$BUCKETS/calls"
      case "$*" in *pg_tables*) echo "${TABLES:-0}" ;; *pg_stat_activity*) echo 0 ;; esac
      """;

  @TempDir private Path folder;
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void prepare() throws IOException {
    program("aws", AWS);
    program("pg_dump", PG_DUMP);
    program("pg_restore", PG_RESTORE);
    program("psql", PSQL);
    Files.createDirectory(folder.resolve("scratch"));
    Files.createDirectory(folder.resolve("buckets"));
    environment.put("PATH", folder.resolve("bin") + ":/usr/bin:/bin");
    environment.put("BUCKETS", folder.resolve("buckets").toString());
    environment.put("SCRATCH", folder.resolve("scratch").toString());
    environment.put("BACKUP_BUCKET", "backups");
    environment.put(
        "COPILOT_DB_URL", "jdbc:postgresql://db.example.org:5432/llm_copilot?socketTimeout=30");
    environment.put("COPILOT_DB_USER", "llm_user");
    environment.put("COPILOT_DB_PASSWORD", "a-password");
  }

  private void program(String name, String text) throws IOException {
    Path file = folder.resolve("bin").resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private Ran run(String script, String... arguments) {
    Path scripts = Repository.DEPLOYMENT.resolve("disaster-recovery/backup");
    return Ran.in(
        folder,
        Stream.concat(
                Stream.of("/bin/sh", scripts.resolve(script).toString()), Stream.of(arguments))
            .toList(),
        environment);
  }

  private List<String> stored() throws IOException {
    Path logical = folder.resolve("buckets/backups/logical");
    if (!Files.exists(logical)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(logical)) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }

  private String calls() throws IOException {
    return Files.readString(folder.resolve("buckets/calls"));
  }

  @Test
  void a_backup_is_a_dump_and_its_checksum_and_leaves_nothing_behind() throws Exception {
    Ran run = run("backup.sh");

    assertThat(run.exit()).as(run.output()).isZero();
    assertThat(stored()).hasSize(2);
    assertThat(stored().getFirst()).matches("llm_copilot-\\d{8}T\\d{6}Z\\.dump");
    assertThat(stored().getLast()).isEqualTo(stored().getFirst() + ".sha256");
    assertThat(folder.resolve("scratch")).isEmptyDirectory();
    assertThat(calls()).contains("postgresql://db.example.org:5432/llm_copilot|llm_user|require|");
    assertThat(run.output()).doesNotContain("a-password");
  }

  @Test
  void the_authority_of_the_databases_certificate_reaches_the_programs() throws Exception {
    environment.put("COPILOT_DB_TLS", "verify-full");
    environment.put("COPILOT_DB_TLS_CA", "/etc/llm-copilot-ca/ca.pem");

    assertThat(run("backup.sh", "dump").exit()).isZero();

    assertThat(calls()).contains("|llm_user|verify-full|/etc/llm-copilot-ca/ca.pem|");
  }

  @Test
  void a_dump_that_fails_or_holds_nothing_is_not_stored() throws Exception {
    environment.put("PG_DUMP_EXIT", "1");
    assertThat(run("backup.sh").exit()).isNotZero();
    environment.put("PG_DUMP_EXIT", "0");
    environment.put("LISTING", "");
    assertThat(run("backup.sh").exit()).isNotZero();

    assertThat(stored()).isEmpty();
  }

  @Test
  void a_dump_that_changed_on_the_way_is_not_stored() throws Exception {
    assertThat(run("backup.sh", "dump").exit()).isZero();
    try (Stream<Path> files = Files.list(folder.resolve("scratch"))) {
      Path dump = files.filter(f -> f.toString().endsWith(".dump")).findFirst().orElseThrow();
      Files.writeString(dump, "something else");
    }

    Ran upload = run("backup.sh", "upload");

    assertThat(upload.exit()).isNotZero();
    assertThat(upload.output()).contains("changed since it was dumped");
    assertThat(stored()).isEmpty();
  }

  @Test
  void a_dump_without_its_checksum_is_not_looked_at() throws Exception {
    assertThat(run("backup.sh").exit()).isZero();
    String whole = stored().getFirst();
    Path logical = folder.resolve("buckets/backups/logical");
    Files.writeString(logical.resolve("llm_copilot-29990101T000000Z.dump"), "half");

    Ran list = run("restore.sh", "list");
    Ran restore = run("restore.sh");

    assertThat(list.output().lines()).containsExactly(whole);
    assertThat(restore.exit()).as(restore.output()).isZero();
    assertThat(restore.output()).contains("fetched " + whole, "loaded " + whole);
  }

  @Test
  void a_backup_that_does_not_have_its_checksum_is_not_loaded() throws Exception {
    assertThat(run("backup.sh").exit()).isZero();
    Files.writeString(
        folder.resolve("buckets/backups/logical").resolve(stored().getFirst()), "tampered with");

    Ran restore = run("restore.sh");

    assertThat(restore.exit()).isNotZero();
    assertThat(restore.output()).contains("does not have its checksum");
    assertThat(calls()).doesNotContain("--single-transaction");
  }

  @Test
  void a_database_with_tables_is_replaced_only_when_that_is_said() throws Exception {
    assertThat(run("backup.sh").exit()).isZero();
    environment.put("TABLES", "17");

    Ran refused = run("restore.sh");
    assertThat(refused.exit()).isNotZero();
    assertThat(refused.output()).contains("17 tables", "RESTORE_REPLACE=yes");
    assertThat(calls()).doesNotContain("--single-transaction");

    environment.put("RESTORE_REPLACE", "yes");
    assertThat(run("restore.sh").exit()).isZero();
    assertThat(calls()).contains("--exit-on-error --single-transaction", "--clean --if-exists");
  }

  @Test
  void an_upload_that_fails_ends_the_job() throws Exception {
    assertThat(run("backup.sh", "dump").exit()).isZero();
    try (Stream<Path> files = Files.list(folder.resolve("scratch"))) {
      Path dump = files.filter(f -> f.toString().endsWith(".dump")).findFirst().orElseThrow();
      environment.put("AWS_BROKEN", dump.getFileName().toString());
    }

    assertThat(run("backup.sh", "upload").exit()).isNotZero();
    assertThat(stored()).isEmpty();
  }
}
