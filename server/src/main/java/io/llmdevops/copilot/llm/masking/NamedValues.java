package io.llmdevops.copilot.llm.masking;

import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Values whose name says that they are secret: `db.password=...`, `"apiKey": "..."`, `--token
/// ...`, `the password is ...`.
final class NamedValues implements Detector {
  /// What a name must contain.
  private static final Pattern KEYWORD =
      Pattern.compile(
          "(?i)password|passwd|passphrase|passcode|(?:(?<![a-z])|db|user|admin|root)pass|pwd|secret|token|credentials?"
              + "|(?:api|access|secret|private|signing|encryption|account|license|auth|master|shared|hmac|ssh)[_. -]?keys?"
              + "|(?:session|csrf|xsrf)[_.-]?(?:id|token)?|jsessionid|phpsessid|connect\\.sid|auth");

  private static final int LONGEST_NAME = 60;

  private static final String VALUE =
      // In quotes; in escaped quotes, as JSON inside JSON has them; without.
      "(?:(?<quote>[\"'`])(?<quoted>(?:\\\\.|(?!\\k<quote>)[^\\r\\n\\\\]){1,4000})\\k<quote>"
          + "|(?<escape>\\\\+[\"'])(?<escaped>[^\\r\\n]{1,4000}?)\\k<escape>"
          + "|(?<plain>[^\\s\"',;&<>{}\\[\\]()\\\\][^\\s\"',;&<>\\\\]{0,4000}))";

  /// What follows the keyword: `=`, a space behind `--token` or `ENV TOKEN`, or `is`.
  private static final Pattern ASSIGNED =
      Pattern.compile(
          "(?i)(?<more>[a-z0-9_.-]{0,40})(?:\\\\*[\"'])?\\]?\\s{0,10}(?:=>|:=|[:=])\\s{0,10}"
              + VALUE);

  private static final Pattern SPACED =
      Pattern.compile("(?i)(?<more>[a-z0-9_.-]{0,40})\\s{1,10}(?!-)" + VALUE);

  private static final Pattern SAID =
      Pattern.compile(
          "(?i)(?<more>)(?:\\s{1,5}(?:for|of|to)\\s{1,5}(?:the\\s)?[\\w.-]{1,40})?"
              + "\\s{1,5}(?:is|was|are)\\s?:?\\s{1,5}"
              + VALUE);

  private static final Pattern FLAG = Pattern.compile("(?i)--?|(?:ENV|ARG|setenv)\\s{1,5}");

  /// `secretName`, `token_count`, `passwordFile` and the like hold no secret.
  private static final Pattern ABOUT =
      Pattern.compile(
          "(?i).*(?:name|ref|file|path|dir|url|uri|endpoint|ttl|expir\\w*|expires?(?:_?(?:in|at))?|count|total|limit|length|size|type"
              + "|version|policy|status|state|enabled|required|rotation|age|usage|seconds|ms|format|prefix|provider"
              + "|manager|class|issuer|method|mode|algorithm|column|field|param\\w*|label|metric\\w*|bucket|s)$");

  private static final Set<String> WORDS =
      Set.of(
          "null",
          "nil",
          "none",
          "true",
          "false",
          "yes",
          "no",
          "undefined",
          "empty",
          "missing",
          "wrong",
          "invalid",
          "incorrect",
          "expired",
          "required",
          "rejected",
          "refused",
          "revoked",
          "failed",
          "failure",
          "error",
          "unset",
          "set",
          "changed",
          "rotated",
          "redacted",
          "masked",
          "hidden",
          "unknown",
          "optional",
          "disabled",
          "enabled",
          "string",
          "bytes",
          "not",
          "the",
          "correct",
          "valid",
          "denied",
          "unauthorized",
          "ok",
          "success",
          "stored",
          "kept");

  private static final Pattern REFERENCE =
      Pattern.compile(
          "\\$\\{[^}]*}?.*|\\$\\(.*|\\$[A-Z_][A-Z0-9_]*|\\{\\{.*|<[\\w .-]*>?|%[A-Z_]+%|[*x•.#-]{3,}|\\[?(?i:redacted|masked|filtered|hidden)]?"
              + "|(?:SECRET|EMAIL|CARD|PHONE|IP|CUSTOM)_[0-9a-f]{8,}");

  @Override
  public void find(String text, Consumer<Finding> found) {
    Matcher keyword = KEYWORD.matcher(text);
    Matcher assigned = ASSIGNED.matcher(text);
    Matcher spaced = SPACED.matcher(text);
    Matcher said = SAID.matcher(text);
    while (keyword.find()) {
      int start = nameStart(text, keyword.start());
      int end = keyword.end();
      if (assigned.region(end, text.length()).lookingAt()) {
        tell(text, start, assigned, false, found);
      } else if (isFlag(text, start) && spaced.region(end, text.length()).lookingAt()) {
        tell(text, start, spaced, false, found);
      } else if (start == keyword.start() && said.region(end, text.length()).lookingAt()) {
        tell(text, start, said, true, found);
      }
    }
  }

  private static int nameStart(String text, int keyword) {
    int start = keyword;
    int least = Math.max(0, keyword - LONGEST_NAME);
    while (start > least && isNamePart(text.charAt(start - 1))) {
      start--;
    }
    return start;
  }

  private static boolean isNamePart(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '_'
        || c == '.'
        || c == '-';
  }

  private static boolean isFlag(String text, int start) {
    return text.startsWith("-", start)
        || FLAG.matcher(text)
            .region(Math.max(0, start - 8), start)
            .results()
            .anyMatch(match -> match.end() == start);
  }

  private static void tell(
      String text, int start, Matcher match, boolean said, Consumer<Finding> found) {
    String group =
        match.start("quoted") >= 0 ? "quoted" : match.start("escaped") >= 0 ? "escaped" : "plain";
    String more = match.group("more");
    String name = text.substring(start, match.start()) + more;
    if (isSecret(name, more, match.group(group), said)) {
      Detector.tell(match, group, Kind.SECRET, found);
    }
  }

  private static boolean isSecret(String name, String more, String value, boolean said) {
    String low = name.toLowerCase(Locale.ROOT);
    if (isOtherWord(name, more)
        || isReference(value)
        || WORDS.contains(stripped(value))
        || ABOUT.matcher(more).matches()) {
      return false;
    }
    if (low.contains("pass") || low.contains("pwd")) {
      return !said || hasDigit(value) || value.length() >= 12 || !isWord(value);
    }
    return value.length() >= 6
        && (hasDigit(value)
            || value.length() >= 16
            || (low.contains("secret") && !said && !isWord(value)))
        && !isCount(low, value);
  }

  /// `author`, `secretary`, `tokenizer`; not `passwordHash`.
  private static boolean isOtherWord(String name, String more) {
    return !more.isEmpty()
        && Character.isLowerCase(more.charAt(0))
        && Character.isLowerCase(name.charAt(name.length() - more.length() - 1));
  }

  /// `tokens: 4096`, `auth: 12345`.
  private static boolean isCount(String name, String value) {
    return (name.endsWith("token") || name.endsWith("auth") || name.endsWith("session"))
        && value.length() < 10
        && value.chars().allMatch(c -> (c >= '0' && c <= '9') || c == '.' || c == '_');
  }

  /// A variable, a template, stars or a placeholder of our own: no secret stands there.
  static boolean isReference(String value) {
    return REFERENCE.matcher(value).matches();
  }

  private static String stripped(String value) {
    return value.toLowerCase(Locale.ROOT).replaceAll("[.,;:!?)]+$", "");
  }

  private static boolean hasDigit(String value) {
    return value.chars().anyMatch(c -> c >= '0' && c <= '9');
  }

  private static boolean isWord(String value) {
    return stripped(value).chars().allMatch(c -> Character.isLetter(c) || c == '-');
  }
}
