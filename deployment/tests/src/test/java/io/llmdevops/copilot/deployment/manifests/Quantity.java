package io.llmdevops.copilot.deployment.manifests;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Amounts as Kubernetes and the JVM write them.
final class Quantity {
  private static final Pattern TEXT = Pattern.compile("(\\d+)(Ki|Mi|Gi|k|m|g)?");

  private Quantity() {}

  /// @param text such as 1Gi, or 96m for the JVM
  static long bytes(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("no amount of memory: " + text);
    }
    String unit = matcher.group(2) == null ? "" : matcher.group(2);
    return Long.parseLong(matcher.group(1))
        * switch (unit) {
          case "Ki", "k" -> 1L << 10;
          case "Mi", "m" -> 1L << 20;
          case "Gi", "g" -> 1L << 30;
          default -> 1L;
        };
  }
}
