package io.llmdevops.copilot.incidents;

import io.llmdevops.copilot.incidents.ledger.Survey;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// What lies around the incidents: how much is watched, which services there are, when they
/// deviated and who calls whom, and what happened lately.
@ApplicationScoped
public class Overview {
  private final Jdbi jdbi;
  private final InstantSource time;

  public Overview(Jdbi jdbi, InstantSource time) {
    this.jdbi = jdbi;
    this.time = time;
  }

  /// All watches together.
  public record Watching(long watches, long series, @Nullable Instant lastCycleAt) {}

  /// One service and the times in which series of it deviated.
  public record ServiceActivity(String service, List<Episode> episodes) {
    public ServiceActivity {
      episodes = List.copyOf(episodes);
    }
  }

  /// `end` is null while it lasts.
  public record Episode(Instant start, @Nullable Instant end) {}

  public record Call(String caller, String callee) {}

  /// One line of some incident's timeline.
  public record Happening(long incident, TimelineEntry entry) {}

  public Watching watching() {
    return jdbi.withHandle(Survey::watching);
  }

  /// Services seen in signals, open incidents or calls since then.
  public List<ServiceActivity> services(Instant since) {
    return jdbi.withHandle(handle -> Survey.services(handle, since));
  }

  /// Calls seen in the last day by which one of `services` calls or is called, and those between
  /// its neighbours.
  public List<Call> callsAround(Set<String> services) {
    Instant since = time.instant().minus(java.time.Duration.ofDays(1));
    return jdbi.withHandle(handle -> Survey.callsAround(handle, services, since));
  }

  /// Newest first.
  public List<Happening> recent(int limit) {
    return jdbi.withHandle(handle -> Survey.recent(handle, limit));
  }
}
