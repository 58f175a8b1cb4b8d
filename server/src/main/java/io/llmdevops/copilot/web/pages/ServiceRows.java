package io.llmdevops.copilot.web.pages;

import io.llmdevops.copilot.incidents.IncidentCounts;
import io.llmdevops.copilot.incidents.Overview;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The services with what deviated lately, those in trouble first.
final class ServiceRows {
  static final Duration WINDOW = Duration.ofHours(3);
  static final int SLOTS = 36;
  private static final int SHOWN = 14;

  private ServiceRows() {}

  static List<OverviewView.ServiceRow> of(
      List<Overview.ServiceActivity> services,
      List<IncidentCounts.ServiceCount> open,
      Instant now) {
    Map<String, IncidentCounts.ServiceCount> troubled =
        open.stream()
            .collect(Collectors.toMap(IncidentCounts.ServiceCount::service, count -> count));
    return services.stream()
        .sorted(
            Comparator.comparingInt(
                    (Overview.ServiceActivity service) -> order(troubled.get(service.service())))
                .thenComparingLong(service -> -lasting(service))
                .thenComparing(Overview.ServiceActivity::service))
        .limit(SHOWN)
        .map(service -> row(service, troubled.get(service.service()), now))
        .toList();
  }

  private static int order(IncidentCounts.@Nullable ServiceCount count) {
    if (count == null) {
      return 3;
    }
    return switch (count.worst()) {
      case CRITICAL -> 0;
      case WARNING -> 1;
      case INFO -> 2;
    };
  }

  private static long lasting(Overview.ServiceActivity service) {
    return service.episodes().stream().filter(episode -> episode.end() == null).count();
  }

  private static OverviewView.ServiceRow row(
      Overview.ServiceActivity service, IncidentCounts.@Nullable ServiceCount count, Instant now) {
    long lasting = lasting(service);
    String state =
        count == null
            ? lasting == 0 ? "as expected" : plural(lasting, "open signal")
            : plural(count.incidents(), "open incident");
    Sparkline sparkline = new Sparkline(slots(service.episodes(), now));
    return new OverviewView.ServiceRow(
        service.service(),
        count == null ? "ok" : Tone.of(count.worst()).css(),
        state,
        sparkline,
        sparkline.flat()
            ? "no deviations in the last 3 hours"
            : plural(service.episodes().size(), "deviation") + " in the last 3 hours");
  }

  /// How many episodes were under way in each slot, oldest first.
  static List<Integer> slots(List<Overview.Episode> episodes, Instant now) {
    long width = WINDOW.toMillis() / SLOTS;
    long begin = now.toEpochMilli() - WINDOW.toMillis();
    List<Integer> counts = new ArrayList<>();
    for (int slot = 0; slot < SLOTS; slot++) {
      long from = begin + slot * width;
      int active = 0;
      for (Overview.Episode episode : episodes) {
        Instant end = episode.end();
        if (episode.start().toEpochMilli() < from + width
            && (end == null || end.toEpochMilli() >= from)) {
          active++;
        }
      }
      counts.add(active);
    }
    return counts;
  }

  private static String plural(long count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }
}
