package io.llmdevops.copilot.llm.masking;

import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Credentials known by the place where they stand: request headers, addresses with a password,
/// signed links, arguments of commands.
final class Credentials implements Detector {
  private record Place(String needle, Pattern pattern) {}

  private static final List<Place> PLACES =
      List.of(
          // RFC 9110, section 11.6.2, and the same words without the header's name.
          place(
              "uthorization",
              "(?i)authorization[\"']?\\s*[:=]\\s*[\"']?(?:[a-z-]+\\s+)?(?<secret>[\\w+/=.:~-]{6,})"),
          place("earer ", "(?i)\\bbearer\\s+(?<secret>[\\w+/=.~-]{16,})"),
          place("asic ", "(?i)\\bbasic\\s+(?<secret>[A-Za-z0-9+/]{12,}={0,2})(?![A-Za-z0-9+/])"),
          place(
              "ookie",
              "(?i)\\b(?:set-)?cookie[\"']?\\s*:\\s*[\"']?(?<secret>[^\\s\"'][^\\r\\n\"']{4,})"),
          // RFC 3986, section 3.2.1: user information. Only what follows the colon.
          place(
              "://",
              "(?i)\\b[a-z][a-z0-9+.-]{1,30}://[^\\s/:@\"'<>]{0,128}:(?<secret>[^\\s/@\"'<>]{1,256})@(?=[\\w\\[.-])"),
          place("@tcp(", "[\\w.-]{1,64}:(?<secret>[^\\s:@\"']{1,128})@(?:tcp|unix)\\("),
          // Links that are signed for a while: S3, GCS, Azure, CloudFront.
          place(
              "ignature",
              "(?i)[?&;](?:X-(?:Amz|Goog)-)?(?:Signature|Security-Token|Credential)=(?<secret>[^\\s&\"'<>]{8,})"),
          place("oken", "(?i)[?&]X-Amz-Security-Token=(?<secret>[^\\s&\"'<>]{8,})"),
          place("sig=", "[?&]sig=(?<secret>[^\\s&\"'<>]{16,})"),
          // Azure's connection strings.
          place("AccountKey", "AccountKey=(?<secret>[A-Za-z0-9+/]{40,}={0,2})"),
          place("SharedAccess", "SharedAccess(?:Key|Signature)=(?<secret>[^\\s;\"']{16,})"),
          // Commands: curl -u user:password, mysql -ppassword, redis-cli -a, sshpass -p.
          place(
              "curl",
              "\\bcurl\\b[^\\r\\n]{0,400}?\\s(?:-u|--user|--proxy-user)[\\s=]+[\"']?[^\\s:\"']{1,100}:(?<secret>[^\\s\"']+)"),
          place(
              "mysql",
              "\\bmysql(?:dump|admin)?\\b[^\\r\\n]{0,200}?\\s-p(?<secret>[^\\s\"'-][^\\s\"']*)"),
          place(
              "redis-cli", "\\bredis-cli\\b[^\\r\\n]{0,200}?\\s-a\\s+[\"']?(?<secret>[^\\s\"']+)"),
          place("sshpass", "\\bsshpass\\s+-p\\s*[\"']?(?<secret>[^\\s\"']+)"),
          place("requirepass", "\\b(?:requirepass|masterauth)\\s+[\"']?(?<secret>[^\\s\"']+)"),
          // A line of .netrc, .pgpass, /etc/shadow.
          place("machine", "\\bmachine\\s+\\S+\\s+login\\s+\\S+\\s+password\\s+(?<secret>\\S+)"),
          place(":$", "(?m)^[a-z_][\\w-]{0,31}:(?<secret>\\$[0-9a-z]{1,2}\\$[^:\\s]{20,})"),
          place(
              "$",
              "(?<secret>\\$(?:2[abxy]\\$\\d\\d|argon2(?:id|i|d)\\$v=\\d+)\\$[A-Za-z0-9./+,=$]{30,})"));

  private static Place place(String needle, String pattern) {
    return new Place(needle, Pattern.compile(pattern));
  }

  @Override
  public void find(String text, Consumer<Finding> found) {
    for (Place place : PLACES) {
      if (!containsAnyCase(text, place.needle())) {
        continue;
      }
      Matcher match = place.pattern().matcher(text);
      while (match.find()) {
        if (!NamedValues.isReference(match.group("secret"))) {
          Detector.tell(match, "secret", Kind.SECRET, found);
        }
      }
    }
  }

  private static boolean containsAnyCase(String text, String needle) {
    return text.contains(needle) || text.contains(needle.toUpperCase(java.util.Locale.ROOT));
  }
}
