package io.llmdevops.copilot.incidents;

import static io.llmdevops.copilot.incidents.Seeded.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmdevops.copilot.platform.database.TestDatabase;
import io.llmdevops.copilot.platform.errors.CopilotException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IncidentsTest {
  private TestDatabase database;
  private Incidents incidents;
  private Seeded seeded;

  @BeforeEach
  void open() {
    database = TestDatabase.fresh();
    incidents = new Incidents(database.jdbi(), InstantSource.fixed(NOON.plusSeconds(600)));
    seeded = new Seeded(database.jdbi());
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void a_list_is_walked_to_its_end_without_gap_or_repeat_while_incidents_are_added() {
    List<UUID> expected = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      // Five share each time, so that the id decides.
      expected.addFirst(
          seeded.incident(
              "s" + i, IncidentStatus.DETECTED, Severity.INFO, NOON.plusSeconds(i / 5)));
    }
    List<UUID> seen = new ArrayList<>();
    Optional<String> cursor = Optional.empty();
    do {
      Page<Incident> page = incidents.list(IncidentFilter.ALL, cursor, 4);
      page.items().forEach(i -> seen.add(i.id()));
      seeded.incident("late", IncidentStatus.DETECTED, Severity.INFO, NOON.plusSeconds(900));
      cursor = page.next();
    } while (cursor.isPresent());
    assertThat(seen).containsExactlyElementsOf(expected);
  }

  @Test
  void a_cursor_that_nobody_gave_out_is_refused() {
    assertThatThrownBy(() -> incidents.list(IncidentFilter.ALL, Optional.of("x!"), 10))
        .isInstanceOf(CopilotException.BadRequest.class)
        .hasMessageContaining("x!");
  }

  @Test
  void each_filter_restricts_the_list() {
    UUID open = seeded.incident("checkout", IncidentStatus.DETECTED, Severity.CRITICAL, NOON);
    UUID done =
        seeded.incident("cart", IncidentStatus.RESOLVED, Severity.WARNING, NOON.plusSeconds(60));
    assertThat(ids(IncidentFilter.OPEN)).containsExactly(open);
    assertThat(ids(filter(Set.of(IncidentStatus.RESOLVED), Set.of(), null, null)))
        .containsExactly(done);
    assertThat(ids(filter(Set.of(), Set.of(Severity.CRITICAL), null, null))).containsExactly(open);
    assertThat(ids(filter(Set.of(), Set.of(), "cart", null))).containsExactly(done);
    assertThat(ids(filter(Set.of(), Set.of(), null, "CHECKOUT:"))).containsExactly(open);
    assertThat(
            ids(
                new IncidentFilter(
                    Set.of(), Set.of(), null, null, NOON.plusSeconds(1), null, false, null)))
        .containsExactly(done);
    assertThat(
            ids(
                new IncidentFilter(
                    Set.of(), Set.of(), null, null, null, NOON.plusSeconds(1), false, null)))
        .containsExactly(open);
    incidents.acknowledge(open, Action.by("ada"));
    assertThat(ids(new IncidentFilter(Set.of(), Set.of(), null, null, null, null, false, "ada")))
        .containsExactly(open);
  }

  private static IncidentFilter filter(
      Set<IncidentStatus> statuses,
      Set<Severity> severities,
      @Nullable String service,
      @Nullable String text) {
    return new IncidentFilter(statuses, severities, service, text, null, null, false, null);
  }

  private List<UUID> ids(IncidentFilter filter) {
    return incidents.list(filter, Optional.empty(), 50).items().stream().map(Incident::id).toList();
  }

  @Test
  void an_incident_is_found_by_its_id_and_by_what_people_call_it() {
    Incident incident = incidents.get(seeded.incident("checkout"));
    assertThat(incidents.get(incident.label())).isEqualTo(incident);
    assertThat(incidents.get("inc-" + incident.number())).isEqualTo(incident);
    assertThat(incidents.get(incident.id().toString())).isEqualTo(incident);
    assertThatThrownBy(() -> incidents.get("INC-999"))
        .isInstanceOf(CopilotException.NotFound.class)
        .hasMessageContaining("INC-999");
  }

  @Test
  void an_acknowledgement_is_stored_with_who_and_when_and_told_in_the_timeline() {
    UUID id = seeded.incident("checkout");
    Incident after = incidents.acknowledge(id, Action.by("ada").saying("on it"));
    assertThat(after.state().status()).isEqualTo(IncidentStatus.ACKNOWLEDGED);
    assertThat(after.state().acknowledgedBy()).isEqualTo("ada");
    assertThat(after.times().acknowledgedAt()).isEqualTo(NOON.plusSeconds(600));
    assertThat(after.version()).isEqualTo(2);
    assertThat(incidents.timeline(id))
        .singleElement()
        .satisfies(entry -> {
          assertThat(entry.kind()).isEqualTo(TimelineEntry.Kind.STATUS_CHANGED);
          assertThat(entry.text()).isEqualTo("acknowledged, was detected: on it");
          assertThat(entry.data()).containsEntry("to", "ACKNOWLEDGED");
        });
  }

  @Test
  void of_many_who_acknowledge_the_same_version_exactly_one_succeeds() throws Exception {
    UUID id = seeded.incident("checkout");
    List<Callable<Boolean>> tries =
        IntStream.range(0, 16).<Callable<Boolean>>mapToObj(i -> () -> acknowledged(id, i)).toList();
    int successes = 0;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Boolean> result : threads.invokeAll(tries)) {
        successes += result.get() ? 1 : 0;
      }
    }
    assertThat(successes).isEqualTo(1);
    assertThat(incidents.timeline(id)).hasSize(1);
    assertThat(incidents.get(id).version()).isEqualTo(2);
  }

  private boolean acknowledged(UUID id, int i) {
    try {
      incidents.acknowledge(id, Action.by("p" + i).expecting(1));
      return true;
    } catch (CopilotException.PreconditionFailed e) {
      return false;
    }
  }

  @Test
  void a_transition_that_the_table_lacks_is_refused_with_what_is_possible() {
    UUID id = seeded.incident("checkout");
    incidents.resolve(id, Action.by("ada"));
    assertThatThrownBy(() -> incidents.mitigate(id, Action.by("bob")))
        .isInstanceOf(CopilotException.Conflict.class)
        .hasMessageContaining("is resolved and cannot become mitigated")
        .hasMessageContaining("detected");
    assertThat(incidents.timeline(id)).hasSize(1);
  }

  @Test
  void a_reopened_incident_has_no_end_and_counts_its_reopening() {
    UUID id = seeded.incident("checkout");
    incidents.resolve(id, Action.by("ada"));
    Incident again = incidents.reopen(id, Action.by("bob"));
    assertThat(again.times().resolvedAt()).isNull();
    assertThat(again.state().resolvedBy()).isNull();
    assertThat(again.state().reopenedCount()).isEqualTo(1);
    assertThat(incidents.timeline(id).getLast().kind()).isEqualTo(TimelineEntry.Kind.REOPENED);
  }

  @Test
  void a_comment_is_kept_as_written_and_an_empty_one_is_refused() {
    UUID id = seeded.incident("checkout");
    incidents.comment(id, Action.by("ada").saying("<b>rolled back</b>"));
    assertThat(incidents.timeline(id).getLast().text()).isEqualTo("<b>rolled back</b>");
    assertThatThrownBy(() -> incidents.comment(id, Action.by("ada").saying("  ")))
        .isInstanceOf(CopilotException.BadRequest.class);
  }

  @Test
  void merging_moves_the_signals_and_resolves_the_source() {
    UUID from = seeded.incident("cart");
    UUID into = seeded.incident("checkout", IncidentStatus.DETECTED, Severity.INFO, NOON);
    UUID signal = seeded.signal(from, "cart");
    seeded.signal(into, "checkout");
    Incident target = incidents.merge(from, into, Action.by("ada"));
    assertThat(target.scope().services()).containsExactlyInAnyOrder("cart", "checkout");
    assertThat(target.scope().counts().openSignals()).isEqualTo(2);
    assertThat(target.state().severity()).isEqualTo(Severity.WARNING);
    assertThat(incidents.signals(into, Optional.empty(), 10).items())
        .extracting(Signal::id)
        .contains(signal);
    Incident source = incidents.get(from);
    assertThat(source.state().status()).isEqualTo(IncidentStatus.RESOLVED);
    assertThat(source.state().mergedInto()).isEqualTo(into);
    assertThat(source.scope().counts().signals()).isZero();
    assertThatThrownBy(() -> incidents.merge(from, into, Action.by("ada")))
        .isInstanceOf(CopilotException.Conflict.class)
        .hasMessageContaining("merged already");
  }

  @Test
  void two_people_who_merge_in_opposite_directions_do_not_lock_each_other_out() throws Exception {
    UUID one = seeded.incident("cart");
    UUID other = seeded.incident("checkout");
    List<Callable<Boolean>> tries = List.of(() -> merged(one, other), () -> merged(other, one));
    int successes = 0;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Boolean> result : threads.invokeAll(tries)) {
        successes += result.get() ? 1 : 0;
      }
    }
    assertThat(successes).isEqualTo(1);
  }

  private boolean merged(UUID from, UUID into) {
    try {
      incidents.merge(from, into, Action.by("ada"));
      return true;
    } catch (CopilotException.Conflict e) {
      return false;
    }
  }

  @Test
  void the_counts_say_what_is_open_by_severity_and_service() {
    seeded.incident("checkout", IncidentStatus.DETECTED, Severity.CRITICAL, NOON);
    seeded.incident("checkout", IncidentStatus.ACKNOWLEDGED, Severity.INFO, NOON);
    seeded.incident("cart", IncidentStatus.SUPPRESSED, Severity.INFO, NOON);
    IncidentCounts counts = incidents.counts();
    assertThat(counts.openBySeverity())
        .containsEntry(Severity.CRITICAL, 1L)
        .containsEntry(Severity.WARNING, 0L)
        .containsEntry(Severity.INFO, 1L);
    assertThat(counts.open()).isEqualTo(2);
    assertThat(counts.unacknowledged()).isEqualTo(1);
    assertThat(counts.suppressed()).isEqualTo(1);
    assertThat(counts.openByService())
        .containsExactly(new IncidentCounts.ServiceCount("checkout", 2, Severity.CRITICAL));
    assertThat(counts.lastDay().detected()).isEqualTo(3);
  }

  @Test
  void the_feed_tells_each_change_once_and_in_order() throws Exception {
    List<UUID> ids = IntStream.range(0, 20).mapToObj(i -> seeded.incident("s" + i)).toList();
    List<Long> seen = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Incident>> running = new ArrayList<>();
      for (UUID id : ids) {
        running.add(threads.submit(() -> incidents.acknowledge(id, Action.by("ada"))));
      }
      while (running.stream().anyMatch(f -> !f.isDone())) {
        follow(seen);
      }
    }
    follow(seen);
    assertThat(seen).hasSize(20).isSorted().doesNotHaveDuplicates();
    assertThat(incidents.lastChange()).isEqualTo(seen.getLast());
  }

  private void follow(List<Long> seen) {
    incidents
        .changesAfter(seen.isEmpty() ? 0 : seen.getLast())
        .forEach(change -> seen.add(change.sequence()));
  }
}
