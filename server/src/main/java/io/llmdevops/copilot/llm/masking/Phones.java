package io.llmdevops.copilot.llm.masking;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Telephone numbers: international ones, and those of the configured country where their form or a
/// word before them says what they are. Numbers in logs are many, so that the form alone is not
/// enough: the number has to be one that the country's plan knows.
final class Phones implements Detector {
  private static final Pattern CANDIDATE =
      Pattern.compile(
          "(?<![\\w.:/=@-])(?<word>(?i:tel|phone|telephone|mobile|cell|fax|call|sms|whatsapp)[\\w ]{0,12}[:.=\"']{0,3}\\s?\"?)?"
              + "(?<number>(?:\\+|00)?[(]?\\d[\\d().\\s/-]{5,20}\\d)(?![\\w:@]|\\.\\d)");

  private static final Pattern DATE = Pattern.compile("(?:19|20)\\d\\d([-/. ])\\d\\d?\\1\\d\\d?.*");
  private static final Pattern ADDRESS = Pattern.compile("\\d{1,3}(?:\\.\\d{1,3}){3}");
  private static final Pattern NATIONAL_FORM =
      Pattern.compile(
          "\\(\\d{2,5}\\)[ -]?\\d.*|\\d{2,5}([-.])\\d{3,4}\\1\\d{3,5}|0\\d{1,4}[ /-]\\d.*");

  private final String country;

  /// @param country two letters (ISO 3166-1), whose numbers are known without their country code
  Phones(String country) {
    this.country = country;
  }

  @Override
  public void find(String text, Consumer<Finding> found) {
    Matcher match = CANDIDATE.matcher(text);
    while (match.find()) {
      String number = match.group("number");
      boolean said = match.start("word") >= 0;
      boolean international = number.startsWith("+") || number.startsWith("00");
      boolean looks = international || said || NATIONAL_FORM.matcher(number).matches();
      if (looks && !isOther(number) && isValid(number)) {
        Detector.tell(match, "number", Kind.PHONE, found);
      }
    }
  }

  private static boolean isOther(String number) {
    return DATE.matcher(number).matches()
        || ADDRESS.matcher(number).matches()
        || number.indexOf('\n') >= 0;
  }

  private boolean isValid(String number) {
    PhoneNumberUtil plans = PhoneNumberUtil.getInstance();
    String dialled = number.startsWith("00") ? "+" + number.substring(2) : number;
    try {
      return plans.isValidNumber(plans.parse(dialled, country));
    } catch (NumberParseException e) {
      return false;
    }
  }
}
