package io.llmdevops.copilot.web.pages;

import io.llmdevops.copilot.incidents.Evidence;
import io.llmdevops.copilot.incidents.Suspect;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Picks, of all the evidence that an incident has gathered over its investigations, what its page
/// shows and numbers: what the suspects cite, best first, then the rest of the latest
/// investigation.
final class Cited {
  private static final int MOST = 12;

  private Cited() {}

  static List<Evidence> by(List<Suspect> suspects, List<Evidence> evidence) {
    Map<UUID, Evidence> known = new LinkedHashMap<>();
    evidence.forEach(item -> known.put(item.id(), item));
    List<Evidence> shown = new ArrayList<>();
    for (Suspect suspect : suspects) {
      for (UUID id : suspect.evidence()) {
        Evidence item = known.remove(id);
        if (item != null) {
          shown.add(item);
        }
      }
    }
    Instant latest =
        evidence.stream()
            .map(item -> item.answer().capturedAt())
            .max(Comparator.naturalOrder())
            .orElse(Instant.EPOCH);
    known.values().stream()
        .filter(item -> item.answer().capturedAt().equals(latest))
        .limit(Math.max(0, MOST - shown.size()))
        .forEach(shown::add);
    return shown;
  }
}
