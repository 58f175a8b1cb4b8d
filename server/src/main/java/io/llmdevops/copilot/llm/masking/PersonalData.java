package io.llmdevops.copilot.llm.masking;

import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// E-mail addresses and card numbers.
final class PersonalData implements Detector {
  /// The usual part of RFC 5321. `git@host:path` is no mailbox.
  private static final Pattern EMAIL =
      Pattern.compile(
          "(?<![\\w.+-])(?!git@)[\\w.!#$%&'*+/=?^`{|}~-]{1,64}(?<=\\w)@"
              + "(?:[\\p{L}\\p{N}](?:[\\p{L}\\p{N}-]{0,61}[\\p{L}\\p{N}])?\\.)+\\p{L}{2,24}(?![\\p{L}\\p{N}_-])",
          Pattern.UNICODE_CHARACTER_CLASS);

  /// Numbers of the networks in ISO/IEC 7812: the first digits that are in use, and their lengths.
  private static final Pattern CARD =
      Pattern.compile(
          "(?<![\\w.-])(?:"
              + "4\\d{3}[ -]?\\d{4}[ -]?\\d{4}[ -]?\\d{4}(?:[ -]?\\d{3})?" // Visa
              + "|(?:5[1-5]\\d{2}|2(?:22[1-9]|2[3-9]\\d|[3-6]\\d{2}|7[01]\\d|720))[ -]?\\d{4}[ -]?\\d{4}[ -]?\\d{4}" // Mastercard
              + "|3[47]\\d{2}[ -]?\\d{6}[ -]?\\d{5}" // American Express
              + "|3(?:0[0-5]|[689]\\d)\\d[ -]?\\d{6}[ -]?\\d{4}" // Diners
              + "|(?:6011|65\\d{2}|64[4-9]\\d)[ -]?\\d{4}[ -]?\\d{4}[ -]?\\d{4}" // Discover
              + "|35(?:2[89]|[3-8]\\d)[ -]?\\d{4}[ -]?\\d{4}[ -]?\\d{4}" // JCB
              + "|62\\d{2}[ -]?\\d{4}[ -]?\\d{4}[ -]?\\d{4}(?:[ -]?\\d{3})?" // UnionPay
              + ")(?![\\w-]|\\.\\d)");

  @Override
  public void find(String text, Consumer<Finding> found) {
    if (text.indexOf('@') >= 0) {
      Matcher mail = EMAIL.matcher(text);
      while (mail.find()) {
        found.accept(new Finding(mail.start(), mail.end(), Kind.EMAIL));
      }
    }
    Matcher card = CARD.matcher(text);
    while (card.find()) {
      if (luhn(card.group())) {
        found.accept(new Finding(card.start(), card.end(), Kind.CARD));
      }
    }
  }

  /// The check digit of ISO/IEC 7812-1, annex B.
  static boolean luhn(String number) {
    int sum = 0;
    boolean twice = false;
    for (int i = number.length() - 1; i >= 0; i--) {
      int digit = Character.digit(number.charAt(i), 10);
      if (digit < 0) {
        continue;
      }
      int weighted = twice ? 2 * digit : digit;
      sum += weighted > 9 ? weighted - 9 : weighted;
      twice = !twice;
    }
    return sum % 10 == 0;
  }
}
