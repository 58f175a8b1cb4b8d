package io.llmdevops.copilot.incidents.investigation;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmdevops.copilot.incidents.Evidence;
import io.llmdevops.copilot.incidents.Findings;
import io.llmdevops.copilot.incidents.Incident;
import io.llmdevops.copilot.incidents.IncidentStatus;
import io.llmdevops.copilot.incidents.Investigation;
import io.llmdevops.copilot.incidents.Severity;
import io.llmdevops.copilot.incidents.Signal;
import io.llmdevops.copilot.incidents.SignalKind;
import io.llmdevops.copilot.incidents.Suspect;
import io.llmdevops.copilot.platform.database.TestDatabase;
import io.llmdevops.copilot.platform.errors.CopilotException;
import io.llmdevops.copilot.platform.identifiers.IdSource;
import io.llmdevops.copilot.sources.Labels;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InvestigatorTest {
  private static final Instant FAULT = Instant.parse("2026-11-01T10:00:00Z");
  private static final Instant NOW = FAULT.plusSeconds(60);

  private final TestDatabase database = TestDatabase.fresh();
  private final TwoServices source = new TwoServices();
  private final Random noise = new Random(7);

  @BeforeEach
  void watched() {
    watch("latency", SignalKind.LATENCY_P99);
    watch("errors", SignalKind.ERROR_RATIO);
    database
        .jdbi()
        .useHandle(h ->
            h.execute(
                "insert into service_edge (caller, callee, source, last_seen_at) values"
                    + " ('checkout', 'payment', 'shop', timestamptz '2026-11-01T10:00:30Z')"));
    for (String service : List.of("checkout", "payment", "cart")) {
      source.series("latency", service, t -> 0.05 + noise.nextGaussian() * 0.002);
      source.series("errors", service, t -> 0.001);
    }
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void the_deepest_slow_service_is_named_with_its_evidence() {
    source.series("latency", "payment", t -> jitter(t < FAULT.toEpochMilli() ? 0.042 : 0.91));
    source.series("latency", "checkout", t -> jitter(t < FAULT.toEpochMilli() ? 0.1 : 0.97));

    Findings findings = investigate(signal("checkout", 9), signal("payment", 12));

    assertThat(findings.progress()).isEqualTo(Incident.Progress.EXPLAINED);
    Suspect first = findings.suspects().getFirst();
    assertThat(first.service()).isEqualTo("payment");
    assertThat(first.statement())
        .contains("payment p99 latency rose from 4")
        .contains("deepest unusual service on the call path");
    assertThat(findings.headline()).startsWith("payment is the likely cause: its p99 latency");
    Evidence shown = evidence(findings, first.evidence().getFirst());
    assertThat(shown.title()).isEqualTo("payment p99 latency");
    assertThat(shown.query().text()).isEqualTo("latency[service=payment]");
  }

  @Test
  void evidence_carries_the_hash_of_exactly_what_was_seen() throws Exception {
    source.series("latency", "payment", t -> t < FAULT.toEpochMilli() ? 0.042 : 0.91);

    Evidence any = investigate(signal("payment", 12)).evidence().getFirst();

    byte[] hash =
        MessageDigest.getInstance("SHA-256")
            .digest(any.answer().json().getBytes(StandardCharsets.UTF_8));
    assertThat(any.answer().sha256()).isEqualTo(HexFormat.of().formatHex(hash));
    assertThat(any.answer().json()).contains("\"service\":\"payment\"").contains("0.91");
  }

  @Test
  void what_was_noticed_is_kept_as_evidence_even_when_it_is_no_suspect() {
    source.series("latency", "payment", t -> jitter(t < FAULT.toEpochMilli() ? 0.042 : 0.91));

    Findings findings = investigate(signal("payment", 12), signal("cart", 4));

    assertThat(findings.evidence()).extracting(Evidence::title).contains("cart p99 latency");
  }

  @Test
  void nothing_unusual_leaves_the_cause_open() {
    Findings findings = investigate(signal("checkout", 4));

    assertThat(findings.progress()).isEqualTo(Incident.Progress.UNRESOLVED);
    assertThat(findings.suspects()).isEmpty();
    assertThat(findings.headline()).startsWith("No cause is named: ");
    assertThat(findings.evidence()).extracting(Evidence::title).contains("checkout p99 latency");
  }

  @Test
  void a_wobble_before_the_trouble_does_not_blur_the_comparison() {
    source.series("latency", "payment", t -> jitter(t < FAULT.toEpochMilli() ? 0.042 : 0.91));
    Signal wobble = signal("cart", 1, FAULT.minusSeconds(600));

    Suspect first = investigate(wobble, signal("payment", 12)).suspects().getFirst();

    assertThat(first.service()).isEqualTo("payment");
    assertThat(first.change().before()).isLessThan(0.05);
  }

  @Test
  void an_incident_that_is_back_is_explained_by_what_is_wrong_now() {
    Instant first = FAULT.minusSeconds(900);
    source.series(
        "latency",
        "payment",
        t ->
            jitter(
                t >= first.toEpochMilli() && t < first.plusSeconds(120).toEpochMilli()
                    ? 2.0
                    : 0.042));
    source.series("latency", "cart", t -> jitter(t < FAULT.toEpochMilli() ? 0.05 : 0.6));

    Findings findings =
        investigate(ended(signal("payment", 40, first), first.plusSeconds(120)), signal("cart", 9));

    assertThat(findings.suspects().getFirst().service()).isEqualTo("cart");
    assertThat(findings.suspects().getFirst().change().onset()).isEqualTo(FAULT);
  }

  @Test
  void what_is_normal_again_does_not_water_down_what_it_was() {
    Instant end = FAULT.plusSeconds(20);
    source.series(
        "latency",
        "payment",
        t -> jitter(t >= FAULT.toEpochMilli() && t < end.toEpochMilli() ? 0.9 : 0.042));

    Suspect first = investigate(ended(signal("payment", 12), end)).suspects().getFirst();

    assertThat(first.change().during()).isGreaterThan(0.8);
  }

  @Test
  void who_was_blamed_stays_blamed_when_the_trouble_is_over_and_one_signal_lingers() {
    Instant end = FAULT.plusSeconds(30);
    for (String service : List.of("payment", "checkout")) {
      double usual = service.equals("payment") ? 0.042 : 0.1;
      source.series(
          "latency",
          service,
          t -> {
            boolean broken = t >= FAULT.toEpochMilli() && t < end.toEpochMilli();
            return jitter(broken ? usual + 0.9 : usual);
          });
    }

    Findings findings =
        investigate(
            FAULT.plusSeconds(150), ended(signal("payment", 12), end), signal("checkout", 9));

    Suspect first = findings.suspects().getFirst();
    assertThat(first.service()).isEqualTo("payment");
    assertThat(first.change().during()).isGreaterThan(0.8);
  }

  @Test
  void a_source_that_does_not_answer_is_part_of_the_answer() {
    source.failure =
        new CopilotException.Unavailable("shop did not answer", Duration.ofSeconds(1), null);

    Findings findings = investigate(signal("checkout", 4));

    assertThat(findings.progress()).isEqualTo(Incident.Progress.UNRESOLVED);
    assertThat(findings.headline()).contains("Not everything could be asked: shop did not answer");
  }

  @Test
  void without_any_watch_it_says_so() {
    database.jdbi().useHandle(h -> h.execute("update watch set enabled = false"));

    assertThat(investigate().headline()).contains("No metrics are watched yet");
  }

  private double jitter(double value) {
    return value * (1 + noise.nextGaussian() * 0.03);
  }

  private Findings investigate(Signal... signals) {
    return investigate(NOW, signals);
  }

  private Findings investigate(Instant now, Signal... signals) {
    Investigator investigator =
        new Investigator(
            Map.of("shop", source),
            database.jdbi(),
            new IdSource(() -> now, new Random(1)),
            () -> now);
    return investigator.investigate(
        new Investigation(incident(), List.of(signals), now.plusSeconds(60)));
  }

  private static Evidence evidence(Findings findings, UUID id) {
    return findings.evidence().stream().filter(e -> e.id().equals(id)).findFirst().orElseThrow();
  }

  private static Signal signal(String service, double strength) {
    return signal(service, strength, FAULT);
  }

  private static Signal signal(String service, double strength, Instant onset) {
    Labels labels = Labels.of("service", service);
    return new Signal(
        new UUID(1, service.hashCode()),
        new Signal.Origin(
            "latency", labels.toString(), service, SignalKind.LATENCY_P99, "s", labels),
        new Signal.Deviation(
            onset,
            onset.plusSeconds(10),
            null,
            Signal.Direction.UP,
            new Signal.Measure(0.99, strength, 0.9, 0.05, 0.03, 0.07)),
        null);
  }

  private static Signal ended(Signal signal, Instant at) {
    Signal.Deviation seen = signal.deviation();
    return new Signal(
        signal.id(),
        signal.origin(),
        new Signal.Deviation(seen.onset(), seen.firedAt(), at, seen.direction(), seen.measure()),
        null);
  }

  private static Incident incident() {
    return new Incident(
        new UUID(0, 1),
        1,
        1,
        "checkout is slow",
        new Incident.State(IncidentStatus.DETECTED, Severity.WARNING, null, null, 0, null),
        new Incident.Scope("checkout", List.of("checkout"), "f", new Incident.Counts(1, 1, 0, 0)),
        new Incident.Times(
            FAULT, FAULT.plusSeconds(12), null, null, null, FAULT.plusSeconds(12), NOW),
        new Incident.Explanation(Incident.Progress.PENDING, null, null));
  }

  private void watch(String metric, SignalKind kind) {
    database
        .jdbi()
        .useHandle(h ->
            h.createUpdate(
                    """
                    insert into watch (id, name, origin, source, kind, unit, badness, query, query_text,
                      service_label, interval_ms, watermark, live_from, created_at, last_seen_at)
                    values (:metric, :metric, 'discovered', 'shop', :kind, :unit, 'UP',
                      jsonb_build_object('type', 'gauge', 'metric', :metric, 'aggregate', 'MAX',
                        'matchers', '[]'::jsonb, 'by', '["service"]'::jsonb),
                      :metric, 'service', 5000, :now, :now, :now, :now)
                    """)
                .bind("metric", metric)
                .bind("kind", kind.name())
                .bind("unit", kind.unit())
                .bind("now", NOW)
                .execute());
  }
}
