package io.llmdevops.copilot.incidents.intake;

/// Text from outside, made fit for the database: PostgreSQL takes neither NUL nor half of a
/// surrogate pair.
final class Texts {
  private static final char REPLACEMENT = '\uFFFD';

  private Texts() {}

  static String clean(String text, int longest) {
    String cut = text.length() <= longest ? text : text.substring(0, longest);
    for (int i = 0; i < cut.length(); i++) {
      char c = cut.charAt(i);
      if (c == 0 || Character.isSurrogate(c)) {
        return mended(cut);
      }
    }
    return cut;
  }

  private static String mended(String text) {
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        out.append(c).append(text.charAt(++i));
      } else {
        out.append(c == 0 || Character.isSurrogate(c) ? REPLACEMENT : c);
      }
    }
    return out.toString();
  }
}
