package io.llmdevops.copilot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.llmdevops.copilot.testkit.AlertmanagerProcess;
import io.llmdevops.copilot.testkit.PackagedCopilot;
import io.llmdevops.copilot.testkit.PrometheusProcess;
import io.llmdevops.copilot.testkit.ShopProcess;
import io.llmdevops.copilot.testkit.Starvation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Nothing is simulated between the shop and the explanation: a real Prometheus scrapes, its rule
/// fires, a real Alertmanager delivers, and the delivered server makes one incident of the alert
/// and of its own signals, and blames the service that is broken. Each fault has a chain of its
/// own, one after the other, so that they don't take each other's processor.
class RealChainIT {
  private static final Logger LOG = Logger.getLogger(RealChainIT.class);

  /// What the detectors need to know what is normal.
  private static final Duration HEALTHY = Duration.ofSeconds(45);

  private static final Duration EXPLAINED = Duration.ofSeconds(90);
  private static final Duration WATCHED = Duration.ofMinutes(2);

  /// A machine that is busy with the start of all this may look like trouble for a while.
  private static final Duration CALM = Duration.ofMinutes(5);

  @TempDir Path temporary;
  private final List<AutoCloseable> running = new ArrayList<>();

  /// A service outside has no metrics of its own.
  private static String without(String service, String config) {
    String cut =
        config.replaceAll(
            " {6}- targets: [^\\n]*\\n {8}labels:\\n {10}service: " + service + "\\n", "");
    assertThat(cut).as("the targets without " + service).isNotEqualTo(config);
    return cut;
  }

  private PackagedCopilot chain(ShopProcess shop, String config, Path folder) throws Exception {
    Path prometheusFolder = folder(folder, "prometheus");
    PrometheusProcess prometheus = started(PrometheusProcess.start(prometheusFolder, config));
    PackagedCopilot copilot =
        started(
            PackagedCopilot.start(
                folder(folder, "copilot"),
                """
                sources:
                  prometheus-url: %s
                watches:
                  interval: 3s
                  lag: 1s
                  discovery-interval: 5s
                correlation:
                  settle: 10s
                """
                    .formatted(prometheus.url())));
    AlertmanagerProcess alertmanager =
        started(
            AlertmanagerProcess.start(
                folder(folder, "alertmanager"),
                """
                route: {receiver: copilot, group_wait: 1s, group_interval: 2s, repeat_interval: 1m}
                receivers:
                  - name: copilot
                    webhook_configs:
                      - {url: '%s', send_resolved: true}
                """
                    .formatted(copilot.url().resolve("/api/v1/webhooks/alertmanager"))));
    // The shop's own rules, over shorter windows, as nobody waits a minute in a test.
    Path rules = prometheusFolder.resolve("rules.yml");
    Files.writeString(
        rules, shop.rules().replace("[1m]", "[15s]").replaceAll("for: \\d+s", "for: 3s"));
    prometheus.reload(
        config.replaceAll("(?s)rule_files:\\n  - [^\\n]*\\n", "")
            + """
            rule_files: ['%s']
            alerting:
              alertmanagers:
                - static_configs:
                    - targets: ['%s']
            """
                .formatted(rules, alertmanager.url().getAuthority()));
    return copilot;
  }

  private <T extends AutoCloseable> T started(T process) {
    running.add(process);
    return process;
  }

  private static Path folder(Path parent, String name) throws IOException {
    Path folder = Files.createDirectory(parent.resolve(name));
    return Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
  }

  @AfterEach
  void end_everything() throws Exception {
    for (AutoCloseable process : running.reversed()) {
      process.close();
    }
  }

  private static boolean watched(PackagedCopilot copilot) {
    int series = 0;
    for (JsonNode watch : copilot.get("/api/v1/watches?limit=200").path("items")) {
      series += watch.path("series").asInt();
    }
    return series > 30;
  }

  @ParameterizedTest(name = "{0} of {1} {2}")
  @CsvSource({
    "latency, payment, ''",
    "errors, inventory, ''",
    "memory, catalog, ''",
    "dependency, bank-gateway, ''",
    "dependency, bank-gateway, and nobody measures the bank"
  })
  void an_alert_and_the_signals_are_one_incident_that_blames_the_broken_service(
      String fault, String culprit, String unseen) throws Exception {
    // The embedded database has a user of its own when we are root.
    Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwx--x--x"));
    Starvation machine = Starvation.since();
    try {
      blames(fault, culprit, unseen, folder(temporary, "first"));
    } catch (AssertionError e) {
      // Everything is slow and fails then, and that is what the server rightly tells.
      if (!machine.starved()) {
        throw e;
      }
      LOG.warnf("%s: %s; once more, after %s", fault, machine, e.getMessage());
      end_everything();
      running.clear();
      blames(fault, culprit, unseen, folder(temporary, "again"));
    }
  }

  private void blames(String fault, String culprit, String unseen, Path temporary)
      throws Exception {
    ShopProcess shop =
        started(
            ShopProcess.start(
                folder(temporary, "shop"),
                "--leak-time=40",
                "--scrape-interval=3s",
                "--warm-up=200"));
    String config = shop.prometheusConfig();
    PackagedCopilot copilot =
        chain(shop, unseen.isEmpty() ? config : without(culprit, config), temporary);
    await(copilot, "series are watched", WATCHED, () -> watched(copilot) ? "yes" : null);
    pause(HEALTHY);
    await(copilot, "nothing is open", CALM, () -> open(copilot).isEmpty() ? "yes" : null);

    Instant broken = Instant.now();
    shop.breakIt(fault);

    JsonNode incident =
        await(
            copilot,
            "an explained incident with alert and signals",
            EXPLAINED,
            () ->
                open(copilot).stream()
                    .filter(RealChainIT::complete)
                    .filter(found -> first(copilot, found).path("service").asText().equals(culprit))
                    .findFirst()
                    .orElse(null));

    assertThat(since(broken, copilot)).as("one incident").hasSize(1);
    assertThat(first(copilot, incident).path("evidence")).isNotEmpty();
    assertThat(incident.path("headline").asText()).contains(culprit);
  }

  /// The first suspect.
  private static JsonNode first(PackagedCopilot copilot, JsonNode incident) {
    return copilot
        .get("/api/v1/incidents/" + incident.path("label").asText() + "/suspects")
        .path("items")
        .path(0);
  }

  private static boolean complete(JsonNode incident) {
    return incident.path("alerts").asInt() > 0
        && incident.path("signals").asInt() > 0
        && incident.path("explanation").asText().equals("explained");
  }

  private static List<JsonNode> open(PackagedCopilot copilot) {
    List<JsonNode> found = new ArrayList<>();
    copilot.get("/api/v1/incidents?open=true").path("items").forEach(found::add);
    return found;
  }

  /// What is an incident of its own and began since then, ended already or not, or is open again.
  private static List<JsonNode> since(Instant broken, PackagedCopilot copilot) {
    List<JsonNode> found = new ArrayList<>();
    for (JsonNode incident : copilot.get("/api/v1/incidents?limit=50").path("items")) {
      boolean own = incident.path("merged_into").isNull();
      boolean ended = !incident.path("resolved_at").isNull();
      if (own && (!ended || Instant.parse(incident.path("detected_at").asText()).isAfter(broken))) {
        found.add(incident);
      }
    }
    return found;
  }

  private static void pause(Duration length) {
    long end = System.nanoTime() + length.toNanos();
    while (System.nanoTime() < end) {
      LockSupport.parkNanos(end - System.nanoTime());
    }
  }

  private static <T> T await(
      PackagedCopilot copilot, String what, Duration longest, Supplier<T> look) {
    long end = System.nanoTime() + longest.toNanos();
    Optional<T> seen = Optional.ofNullable(look.get());
    while (seen.isEmpty()) {
      if (System.nanoTime() > end) {
        throw new AssertionError(
            "not within %d s: %s; the last incidents: %s; the last signals: %s"
                .formatted(
                    longest.toSeconds(),
                    what,
                    copilot.get("/api/v1/incidents?limit=3"),
                    copilot.get("/api/v1/signals?limit=20")));
      }
      pause(Duration.ofMillis(500));
      seen = Optional.ofNullable(look.get());
    }
    return seen.get();
  }
}
