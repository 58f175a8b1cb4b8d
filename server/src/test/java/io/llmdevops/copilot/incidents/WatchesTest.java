package io.llmdevops.copilot.incidents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmdevops.copilot.platform.database.TestDatabase;
import io.llmdevops.copilot.platform.errors.CopilotException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WatchesTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private final TestDatabase database = TestDatabase.fresh();
  private final Watches watches = new Watches(database.jdbi());

  @BeforeEach
  void fill() {
    for (int i = 0; i < 5; i++) {
      watch("w" + i, i == 3 ? "connection refused" : null);
    }
    signal("w1", "cart", SignalKind.LATENCY_P99, NOON, null);
    signal("w1", "stock", SignalKind.LATENCY_P99, NOON.plusSeconds(60), NOON.plusSeconds(90));
    signal("w2", "stock", SignalKind.ERROR_RATIO, NOON.plusSeconds(120), null);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private void watch(String id, @Nullable String error) {
    database
        .jdbi()
        .useHandle(h ->
            h.createUpdate(
                    """
                    insert into watch (id, name, origin, source, kind, unit, badness, query, query_text,
                      interval_ms, watermark, live_from, created_at, last_seen_at, last_error)
                    values (:id, 'latency', 'discovered', 'prom', 'LATENCY_P99', 's', 'UP', '{}', 'p99(x)',
                      15000, :noon, :noon, :noon, :noon, :error)
                    """)
                .bind("id", id)
                .bind("noon", NOON)
                .bind("error", error)
                .execute());
  }

  private void signal(
      String watch, String service, SignalKind kind, Instant fired, @Nullable Instant ended) {
    database
        .jdbi()
        .useHandle(h ->
            h.createUpdate(
                    """
                    insert into signal (id, watch_id, series_key, service, kind, unit, labels, direction,
                      onset, fired_at, ended_at, score, strength, observed, expected, lower_bound, upper_bound)
                    values (:id, :watch, :service, :service, :kind, 's', '{"a":"b"}', 'UP',
                      :fired, :fired, :ended, 0.9, 8, 2, 1, 0.5, 1.5)
                    """)
                .bind("id", UUID.randomUUID())
                .bind("watch", watch)
                .bind("service", service)
                .bind("kind", kind.name())
                .bind("fired", fired)
                .bind("ended", ended)
                .execute());
  }

  private List<String> services(SignalFilter filter) {
    return watches.signals(filter, Optional.empty(), 50).items().stream()
        .map(signal -> signal.origin().service())
        .toList();
  }

  @Test
  void watches_are_listed_in_slices_that_neither_repeat_nor_leave_out() {
    List<String> ids = new ArrayList<>();
    Optional<String> cursor = Optional.empty();
    do {
      Page<Watch> page = watches.list(false, cursor, 2);
      page.items().forEach(watch -> ids.add(watch.id()));
      cursor = page.next();
    } while (cursor.isPresent());
    assertThat(ids).containsExactly("w0", "w1", "w2", "w3", "w4");
  }

  @Test
  void failing_watches_say_why() {
    assertThat(watches.list(true, Optional.empty(), 50).items())
        .singleElement()
        .satisfies(watch -> assertThat(watch.progress().error()).isEqualTo("connection refused"));
  }

  @Test
  void signals_are_filtered_and_newest_come_first() {
    assertThat(services(SignalFilter.ALL)).containsExactly("stock", "stock", "cart");
    assertThat(services(new SignalFilter("cart", null, null, null, null))).containsExactly("cart");
    assertThat(services(new SignalFilter(null, SignalKind.ERROR_RATIO, null, null, null)))
        .containsExactly("stock");
    assertThat(services(new SignalFilter(null, null, true, null, null)))
        .containsExactly("stock", "cart");
    assertThat(services(new SignalFilter(null, null, false, null, null))).containsExactly("stock");
    assertThat(services(new SignalFilter(null, null, null, NOON.plusSeconds(60), null)))
        .containsExactly("stock", "stock");
    assertThat(services(new SignalFilter(null, null, null, null, "w1")))
        .containsExactly("stock", "cart");
  }

  @Test
  void signals_are_listed_in_slices() {
    Page<Signal> first = watches.signals(SignalFilter.ALL, Optional.empty(), 2);
    Page<Signal> second = watches.signals(SignalFilter.ALL, first.next(), 2);
    assertThat(first.items()).hasSize(2);
    assertThat(second.items()).hasSize(1).doesNotContainAnyElementsOf(first.items());
    assertThat(second.next()).isEmpty();
  }

  @Test
  void one_of_each_is_found_by_its_id() {
    Signal some = watches.signals(SignalFilter.ALL, Optional.empty(), 1).items().getFirst();
    assertThat(watches.signal(some.id())).isEqualTo(some);
    assertThat(watches.get("w3").asked().query()).isEqualTo("p99(x)");
    assertThatThrownBy(() -> watches.get("none")).isInstanceOf(CopilotException.NotFound.class);
    assertThatThrownBy(() -> watches.signal(new UUID(1, 1)))
        .isInstanceOf(CopilotException.NotFound.class);
  }

  @Test
  void a_made_up_cursor_or_limit_is_refused() {
    assertThatThrownBy(() -> watches.list(false, Optional.of("nonsense"), 2))
        .isInstanceOf(CopilotException.BadRequest.class);
    assertThatThrownBy(() -> watches.list(false, Optional.empty(), 0))
        .hasMessageContaining("1 to 500");
  }
}
