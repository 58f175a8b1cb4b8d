package io.llmdevops.copilot.llm.masking;

import io.llmdevops.copilot.llm.MaskingSettings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds in a text what must not leave for a model. Safe for use by several threads.
public final class Masking {
  private final List<Detector> detectors;
  private final List<Pattern> allowed;

  Masking(List<Detector> detectors, List<Pattern> allowed) {
    this.detectors = List.copyOf(detectors);
    this.allowed = List.copyOf(allowed);
  }

  /// By the configuration. Throws a configuration error that names the rule that is no regular
  /// expression.
  public static Masking of(MaskingSettings config) {
    return MaskingRules.of(config);
  }

  /// What is found, first to last, without overlap. Where two overlap they become one stretch of
  /// the more serious kind: nothing of either may leave.
  List<Finding> find(String text) {
    List<Finding> all = new ArrayList<>();
    find(text, all::add);
    for (View view : View.of(text)) {
      find(view.text(), found -> all.add(view.inText(found)));
    }
    return allowing(text, merged(all));
  }

  private void find(String text, Consumer<Finding> found) {
    detectors.forEach(detector -> detector.find(text, found));
  }

  static List<Finding> merged(List<Finding> all) {
    List<Finding> sorted = new ArrayList<>(all);
    sorted.sort(Comparator.comparingInt(Finding::start).thenComparingInt(Finding::end));
    List<Finding> merged = new ArrayList<>();
    for (Finding next : sorted) {
      if (merged.isEmpty() || !merged.getLast().overlaps(next)) {
        merged.add(next);
        continue;
      }
      Finding last = merged.removeLast();
      Kind kind = last.kind().compareTo(next.kind()) <= 0 ? last.kind() : next.kind();
      merged.add(new Finding(last.start(), Math.max(last.end(), next.end()), kind));
    }
    return merged;
  }

  /// An allowed text may leave, but only when the rule covers all that was found: a rule for
  /// `example.com` does not let a password out that contains it.
  private List<Finding> allowing(String text, List<Finding> found) {
    if (allowed.isEmpty()) {
      return found;
    }
    return found.stream()
        .filter(one -> !isAllowed(text.substring(one.start(), one.end())))
        .toList();
  }

  private boolean isAllowed(String value) {
    return allowed.stream().map(rule -> rule.matcher(value)).anyMatch(Matcher::matches);
  }
}
