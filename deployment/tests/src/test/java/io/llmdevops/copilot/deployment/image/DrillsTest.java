package io.llmdevops.copilot.deployment.image;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.llmdevops.copilot.deployment.repository.Ran;
import io.llmdevops.copilot.deployment.repository.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Each drill that is offered can be started, and its page shows what it printed, with the keys
/// that are promised.
class DrillsTest {
  private static final Path DRILLS = Repository.DEPLOYMENT.resolve("drills");

  private static final Map<String, List<String>> KEYS =
      Map.ofEntries(
          entry("rolling", List.of("requests", "failed", "streams", "broken")),
          entry("blue-green", List.of("requests", "failed", "switch_s")),
          entry(
              "canary", List.of("requests", "canary_share", "rollback_s", "failed_after_rollback")),
          entry("pg-failover", List.of("failover_s", "acknowledged", "lost")),
          entry("redis-sentinel", List.of("failover_s", "http_5xx")),
          entry("redis-cluster", List.of("failover_s", "http_5xx")),
          entry("restore", List.of("rto_s", "rpo_s", "lost_before_target")),
          entry("region", List.of("detect_s", "switch_s", "lost")),
          entry("logical-backup", List.of("backup_s", "restore_s", "rows_differ")),
          entry(
              "cluster",
              List.of(
                  "objects",
                  "rejected",
                  "available_min",
                  "zones",
                  "evictions_refused",
                  "forbidden_admitted")),
          entry("image", List.of("size_mb", "uid", "ready_s", "stopped_s")));

  /// A row of the table in `run`: name, command, packages, what it is about.
  private record Row(String name, String command, String packages) {}

  @Test
  void every_drill_that_is_offered_exists_and_its_last_line_is_on_the_page() throws IOException {
    List<Row> rows = rows();
    assertThat(rows).extracting(Row::name).containsAll(KEYS.keySet());
    String page = Files.readString(DRILLS.resolve("README.md"));
    for (Row row : rows) {
      assertThat(DRILLS.resolve(row.command().split(" ")[1])).exists();
      assertThat(row.packages()).isNotBlank();
      assertThat(page).containsPattern("(?m)^" + lastLine(row.name()) + "$");
    }
  }

  @Test
  void a_drill_that_does_not_exist_is_wrong_usage() {
    Ran run = Ran.in(DRILLS, List.of("sh", "run", "nonsense"));
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.output()).contains("nonsense").contains("--list");
  }

  @Test
  void those_that_ci_runs_are_offered() throws IOException {
    Matcher list =
        Pattern.compile("(?s)\nquick\\(\\) \\{\n  cat <<'END'\n(.*?)\nEND\n")
            .matcher(Files.readString(DRILLS.resolve("run")));
    assertThat(list.find()).isTrue();
    List<String> quick = list.group(1).lines().map(line -> line.replaceFirst(" .*", "")).toList();

    assertThat(quick).contains("rolling", "redis-sentinel", "redis-cluster", "region");
    assertThat(rows()).extracting(Row::name).containsAll(quick);
  }

  private static String lastLine(String drill) {
    List<String> keys = KEYS.getOrDefault(drill, List.of("\\S+"));
    return Pattern.quote(drill)
        + keys.stream().map(key -> " " + key + "=[0-9.]+").collect(Collectors.joining());
  }

  private static List<Row> rows() throws IOException {
    return Files.readAllLines(DRILLS.resolve("run")).stream()
        .filter(line -> line.matches("[a-z-]+\\|.*"))
        .map(line -> line.split("\\|"))
        .map(cells -> new Row(cells[0], cells[1], cells[2]))
        .toList();
  }
}
