package io.llmdevops.copilot.web.pages;

import io.llmdevops.copilot.incidents.Evidence;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Gives each piece of evidence of one page its number, so that a statement can refer to it as a
/// paper does.
final class References {
  private final Map<UUID, Integer> numbers = new HashMap<>();

  References(List<Evidence> evidence) {
    for (Evidence item : evidence) {
      numbers.putIfAbsent(item.id(), numbers.size() + 1);
    }
  }

  int number(UUID evidence) {
    Integer number = numbers.get(evidence);
    if (number == null) {
      throw new IllegalArgumentException("evidence " + evidence + " is not on this page");
    }
    return number;
  }

  /// References to what this page shows, in ascending order; what it does not show is left out.
  List<Ref> to(List<UUID> evidence) {
    return evidence.stream()
        .map(numbers::get)
        .filter(java.util.Objects::nonNull)
        .distinct()
        .sorted()
        .map(Ref::new)
        .toList();
  }

  /// The number in the text and the anchor that it leads to.
  public record Ref(int number) {
    public String anchor() {
      return "e" + number;
    }
  }
}
