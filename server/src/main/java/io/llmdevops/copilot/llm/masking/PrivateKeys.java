package io.llmdevops.copilot.llm.masking;

import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Private keys in the textual encodings of RFC 7468 and RFC 4716, PGP's too, also with the line
/// ends of a JSON string, and also when the end was cut off.
final class PrivateKeys implements Detector {
  private static final String NEEDLE = "PRIVATE KEY";

  private static final Pattern BLOCK =
      Pattern.compile(
          "-{4,5} ?BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)? ?-{4,5}"
              + "(?<body>[A-Za-z0-9+/=:,.\\s\\\\-]*?)"
              + "(?:-{4,5} ?END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)? ?-{4,5}|\\z|(?=[^A-Za-z0-9+/=:,.\\s\\\\-]))");

  @Override
  public void find(String text, Consumer<Finding> found) {
    if (!text.contains(NEEDLE)) {
      return;
    }
    Matcher match = BLOCK.matcher(text);
    while (match.find()) {
      Detector.tell(match, "body", Kind.SECRET, found);
    }
  }
}
