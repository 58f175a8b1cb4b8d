package io.llmdevops.copilot.incidents;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/// What an investigation found: evidence, and suspects that refer to it. `headline` is one sentence
/// that names the cause, or says why none is named.
public record Findings(
    Incident.Progress progress, String headline, List<Evidence> evidence, List<Suspect> suspects) {
  public Findings {
    evidence = List.copyOf(evidence);
    suspects = List.copyOf(suspects);
    if (progress == Incident.Progress.PENDING) {
      throw new IllegalArgumentException("findings are explained or unresolved, never pending");
    }
    if (progress == Incident.Progress.EXPLAINED && suspects.isEmpty()) {
      throw new IllegalArgumentException("an explanation names a suspect");
    }
    Set<UUID> stored = evidence.stream().map(Evidence::id).collect(Collectors.toSet());
    for (Suspect suspect : suspects) {
      if (!stored.containsAll(suspect.evidence())) {
        throw new IllegalArgumentException(
            "suspect " + suspect.service() + " refers to evidence that is not among the findings");
      }
    }
  }
}
