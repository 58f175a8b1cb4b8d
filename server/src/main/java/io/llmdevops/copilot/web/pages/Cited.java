package io.llmdevops.copilot.web.pages;

import io.llmdevops.copilot.incidents.Evidence;
import io.llmdevops.copilot.incidents.Suspect;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Picks, of all the evidence that an incident has gathered over its investigations, what its page
/// shows and numbers: what the suspects cite, best first, or the latest when nobody is suspected.
final class Cited {
  /// Shown of an incident without suspects.
  private static final int LATEST = 6;

  private Cited() {}

  static List<Evidence> by(List<Suspect> suspects, List<Evidence> evidence) {
    if (suspects.isEmpty()) {
      return evidence.subList(Math.max(0, evidence.size() - LATEST), evidence.size());
    }
    Map<UUID, Evidence> known = new LinkedHashMap<>();
    evidence.forEach(item -> known.put(item.id(), item));
    List<Evidence> cited = new ArrayList<>();
    for (Suspect suspect : suspects) {
      for (UUID id : suspect.evidence()) {
        Evidence item = known.remove(id);
        if (item != null) {
          cited.add(item);
        }
      }
    }
    return cited;
  }
}
