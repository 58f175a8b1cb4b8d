package io.llmdevops.copilot.llm.masking;

import java.util.function.Consumer;
import java.util.regex.Matcher;

/// Finds one family of things that must not leave.
interface Detector {
  /// Tells each stretch; they may overlap.
  void find(String text, Consumer<Finding> found);

  /// Tells what a group of a match covers, when it took part in it.
  static void tell(Matcher match, String group, Kind kind, Consumer<Finding> found) {
    if (match.start(group) >= 0 && match.end(group) > match.start(group)) {
      found.accept(new Finding(match.start(group), match.end(group), kind));
    }
  }
}
