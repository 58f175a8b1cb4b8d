package io.llmdevops.copilot.incidents;

import io.llmdevops.copilot.incidents.ledger.WindowStore;
import io.llmdevops.copilot.platform.errors.CopilotException;
import io.llmdevops.copilot.platform.identifiers.IdSource;
import io.llmdevops.copilot.sources.Matcher;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jdbi.v3.core.Jdbi;

/// Silences and maintenance windows: created, listed and ended by people, obeyed by the correlator.
@ApplicationScoped
public class MaintenanceWindows {
  private static final Duration LONGEST = Duration.ofDays(366);
  private static final int MOST_MATCHERS = 32;

  private final Jdbi jdbi;
  private final InstantSource time;
  private final IdSource ids;

  public MaintenanceWindows(Jdbi jdbi, InstantSource time, IdSource ids) {
    this.jdbi = jdbi;
    this.time = time;
    this.ids = ids;
  }

  /// What a window is made of, before it has an identity.
  public record Plan(
      MaintenanceWindow.Kind kind,
      List<Matcher> matchers,
      Instant startsAt,
      Instant endsAt,
      String reason) {
    public Plan {
      matchers = List.copyOf(matchers);
    }
  }

  public MaintenanceWindow create(Plan plan, String actor) {
    Instant now = time.instant();
    check(plan, now);
    MaintenanceWindow window =
        new MaintenanceWindow(
            ids.next(),
            plan.kind(),
            plan.matchers(),
            plan.startsAt(),
            plan.endsAt(),
            plan.reason(),
            actor,
            now);
    jdbi.useTransaction(handle -> WindowStore.insert(handle, window));
    return window;
  }

  /// Those that have not ended.
  public List<MaintenanceWindow> list() {
    return jdbi.withHandle(handle -> WindowStore.endingAfter(handle, time.instant()));
  }

  public MaintenanceWindow get(UUID id) {
    return jdbi.withHandle(handle -> WindowStore.find(handle, id))
        .orElseThrow(() ->
            new CopilotException.NotFound("there is no maintenance window with the id " + id));
  }

  /// One that runs ends now, one that has not begun is removed.
  public void end(UUID id) {
    get(id);
    jdbi.useTransaction(handle -> WindowStore.end(handle, id, time.instant()));
  }

  private static void check(Plan plan, Instant now) {
    if (plan.matchers().isEmpty() || plan.matchers().size() > MOST_MATCHERS) {
      throw new CopilotException.BadRequest(
          "a window has 1 to %d matchers, this one %d"
              .formatted(MOST_MATCHERS, plan.matchers().size()));
    }
    if (!plan.endsAt().isAfter(plan.startsAt()) || !plan.endsAt().isAfter(now)) {
      throw new CopilotException.BadRequest(
          "the window runs from %s to %s; it must end after its start and in the future"
              .formatted(plan.startsAt(), plan.endsAt()));
    }
    if (Duration.between(plan.startsAt(), plan.endsAt()).compareTo(LONGEST) > 0) {
      throw new CopilotException.BadRequest("a window lasts at most 366 days");
    }
    if (plan.reason().isBlank()) {
      throw new CopilotException.BadRequest("a window needs a reason, for whoever wonders later");
    }
    plan.matchers().forEach(MaintenanceWindows::check);
  }

  private static void check(Matcher matcher) {
    if (matcher.label().isBlank()) {
      throw new CopilotException.BadRequest("a matcher names a label");
    }
    switch (matcher.operator()) {
      case EQUAL, NOT_EQUAL -> {}
      case MATCHES, NOT_MATCHES -> {
        try {
          Pattern.compile(matcher.value());
        } catch (PatternSyntaxException e) {
          throw new CopilotException.BadRequest(
              "the matcher of '%s' holds no valid regular expression: %s"
                  .formatted(matcher.label(), e.getDescription()),
              e);
        }
      }
    }
  }
}
