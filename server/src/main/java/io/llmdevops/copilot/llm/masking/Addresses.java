package io.llmdevops.copilot.llm.masking;

import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// IP addresses, for installations where they count as personal data. Loopback and "any" say
/// nothing about anybody and stay.
final class Addresses implements Detector {
  private static final String OCTET = "(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)";

  private static final Pattern V4 =
      Pattern.compile("(?<![\\w.])" + OCTET + "(?:\\." + OCTET + "){3}(?![\\w]|\\.\\d)");

  /// Candidates only: two colons at least, of hexadecimal groups.
  private static final Pattern V6 =
      Pattern.compile(
          "(?<![\\w:.])(?=[0-9a-fA-F:.]{2,45}(?![\\w:]))(?:[0-9a-fA-F]{0,4}:){2,7}(?:[0-9a-fA-F]{1,4}|"
              + OCTET
              + "(?:\\."
              + OCTET
              + "){3})?(?![\\w:])");

  @Override
  public void find(String text, Consumer<Finding> found) {
    Matcher four = V4.matcher(text);
    while (four.find()) {
      String address = four.group();
      if (!address.startsWith("127.") && !address.equals("0.0.0.0")) {
        found.accept(new Finding(four.start(), four.end(), Kind.IP));
      }
    }
    Matcher six = V6.matcher(text);
    while (six.find()) {
      if (isAddress(six.group())) {
        found.accept(new Finding(six.start(), six.end(), Kind.IP));
      }
    }
  }

  /// `12:30:45` is a time; `a::b` and eight groups are addresses (RFC 4291, section 2.2).
  private static boolean isAddress(String candidate) {
    boolean shortened = candidate.contains("::");
    long groups = candidate.chars().filter(c -> c == ':').count() + 1;
    return !candidate.equals("::")
        && !candidate.equals("::1")
        && (shortened || groups == 8 || (groups == 7 && candidate.indexOf('.') > 0))
        && candidate.indexOf(":::") < 0;
  }
}
