package io.llmdevops.copilot.llm.masking;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The texts under `resources/masking`; what looks like a credential is made here, the same each
/// time.
record Corpus(String text, List<String> secrets) {
  private static final String DIGITS = "0123456789";
  private static final String CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  private static final String SMALL = "abcdefghijklmnopqrstuvwxyz";
  private static final Pattern MADE = Pattern.compile("\\{(an|hex|dig|b32 |b64 )(\\d+)}");
  private static final Pattern ESCAPE =
      Pattern.compile("\\\\u\\{([0-9a-f]+)}|\\\\u([0-9a-f]{4})|\\\\n|\\\\t");
  private static final Pattern MARKED = Pattern.compile("«(.*?)»", Pattern.DOTALL);

  static Stream<Corpus> lines(String file) {
    try (InputStream in =
        Objects.requireNonNull(Corpus.class.getResourceAsStream("/masking/" + file))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isEmpty() && !line.startsWith("#"))
          .map(Corpus::of);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Corpus of(String line) {
    Random random = new Random(line.hashCode());
    String made =
        MADE.matcher(unescaped(line))
            .replaceAll(found -> letters(found.group(1), Integer.parseInt(found.group(2)), random));
    List<String> secrets = new ArrayList<>();
    Matcher marked = MARKED.matcher(made);
    while (marked.find()) {
      secrets.add(marked.group(1));
    }
    return new Corpus(made.replace("«", "").replace("»", ""), secrets);
  }

  private static String unescaped(String line) {
    return ESCAPE
        .matcher(line.replace("\\\\", "\u0000"))
        .replaceAll(found ->
            Matcher.quoteReplacement(
                switch (found.group()) {
                  case "\\n" -> "\n";
                  case "\\t" -> "\t";
                  default ->
                      Character.toString(
                          Integer.parseInt(
                              found.group(1) != null ? found.group(1) : found.group(2), 16));
                }))
        .replace('\u0000', '\\');
  }

  private static String letters(String alphabet, int length, Random random) {
    String from =
        switch (alphabet.strip()) {
          case "an" -> DIGITS + CAPITALS + SMALL;
          case "hex" -> DIGITS + "abcdef";
          case "dig" -> DIGITS;
          case "b32" -> CAPITALS + "234567";
          default -> DIGITS + CAPITALS + SMALL + "+/";
        };
    StringBuilder made = new StringBuilder();
    for (int i = 0; i < length; i++) {
      made.append(from.charAt(random.nextInt(from.length())));
    }
    return made.toString();
  }

  @Override
  public String toString() {
    return text.length() > 80 ? text.substring(0, 80) + "..." : text;
  }
}
