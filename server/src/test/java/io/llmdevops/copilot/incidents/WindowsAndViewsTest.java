package io.llmdevops.copilot.incidents;

import static io.llmdevops.copilot.incidents.Seeded.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmdevops.copilot.platform.database.TestDatabase;
import io.llmdevops.copilot.platform.errors.CopilotException;
import io.llmdevops.copilot.platform.identifiers.IdSource;
import io.llmdevops.copilot.sources.Matcher;
import java.time.Instant;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WindowsAndViewsTest {
  private TestDatabase database;
  private MaintenanceWindows windows;
  private SavedViews views;
  private Instant now = NOON;

  @BeforeEach
  void open() {
    database = TestDatabase.fresh();
    IdSource ids = new IdSource(() -> now, RandomGenerator.of("L64X128MixRandom"));
    windows = new MaintenanceWindows(database.jdbi(), () -> now, ids);
    views = new SavedViews(database.jdbi(), () -> now, ids);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private MaintenanceWindows.Plan plan(Instant from, Instant to, Matcher... matchers) {
    return new MaintenanceWindows.Plan(
        MaintenanceWindow.Kind.SILENCE, List.of(matchers), from, to, "known noise");
  }

  @Test
  void a_window_is_listed_until_it_ends() {
    MaintenanceWindow window =
        windows.create(
            plan(NOON, NOON.plusSeconds(60), Matcher.matches("service", "cart.*")), "ada");
    assertThat(windows.list()).containsExactly(window);
    now = NOON.plusSeconds(30);
    windows.end(window.id());
    assertThat(windows.list()).isEmpty();
    assertThat(windows.get(window.id()).endsAt()).isEqualTo(now);
  }

  @Test
  void a_window_that_has_not_begun_is_removed_when_it_is_ended() {
    MaintenanceWindow window =
        windows.create(
            plan(NOON.plusSeconds(60), NOON.plusSeconds(90), Matcher.equal("service", "cart")),
            "ada");
    windows.end(window.id());
    assertThatThrownBy(() -> windows.get(window.id()))
        .isInstanceOf(CopilotException.NotFound.class);
  }

  @Test
  void a_window_that_would_silence_everything_or_nothing_is_refused() {
    assertThatThrownBy(() -> windows.create(plan(NOON, NOON.plusSeconds(60)), "ada"))
        .isInstanceOf(CopilotException.BadRequest.class);
    assertThatThrownBy(
            () -> windows.create(plan(NOON, NOON, Matcher.equal("service", "cart")), "ada"))
        .isInstanceOf(CopilotException.BadRequest.class);
    assertThatThrownBy(() ->
            windows.create(
                plan(NOON, NOON.plusSeconds(60), Matcher.matches("service", "(")), "ada"))
        .isInstanceOf(CopilotException.BadRequest.class)
        .hasMessageContaining("service");
  }

  @Test
  void each_owner_has_their_own_views_and_saving_a_name_again_replaces_its_query() {
    views.save("ada", "mine", "status=detected");
    views.save("bob", "mine", "severity=critical");
    SavedView again = views.save("ada", " mine ", "status=mitigated");
    assertThat(views.list("ada")).containsExactly(again);
    assertThat(again.query()).isEqualTo("status=mitigated");
    assertThatThrownBy(() -> views.delete("bob", again.id()))
        .isInstanceOf(CopilotException.NotFound.class);
    views.delete("ada", again.id());
    assertThat(views.list("ada")).isEmpty();
    assertThat(views.list("bob")).hasSize(1);
  }
}
