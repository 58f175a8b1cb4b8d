package io.llmdevops.copilot.llm.masking;

import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a rule of the configuration says. With a group, only what the first one covers is masked.
record Named(Pattern pattern) implements Detector {
  @Override
  public void find(String text, Consumer<Finding> found) {
    Matcher match = pattern.matcher(text);
    while (match.find()) {
      int group = match.groupCount() > 0 && match.start(1) >= 0 ? 1 : 0;
      if (match.end(group) > match.start(group)) {
        found.accept(new Finding(match.start(group), match.end(group), Kind.CUSTOM));
      }
    }
  }
}
