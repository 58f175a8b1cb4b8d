package io.llmdevops.copilot.llm.masking;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.llmdevops.copilot.llm.Json;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The placeholders of one conversation: the same value has the same one each time, on every pod
/// and after every restart, because it is made of the value by a key (HMAC-SHA256, RFC 2104).
/// Nothing needs to be stored, and nobody who lacks the key can make one up. A value that was once
/// found to be secret is masked wherever else it stands, also where nothing tells that it is one.
///
/// Safe for use by several threads.
public final class Mask {
  /// Who gets a text back.
  public enum Audience {
    /// Sees all that was masked.
    USER,
    /// The arguments of a tool: personal data is put back, so that one can search for it, and
    /// credentials are not, so that no injected instruction can send them somewhere.
    TOOL
  }

  /// A placeholder has a word for its kind and so many hexadecimal digits at least.
  private static final int DIGITS = 8;

  static final Pattern PLACEHOLDER =
      Pattern.compile("(?:SECRET|EMAIL|CARD|PHONE|IP|CUSTOM)_[0-9a-f]{8,64}(?![0-9a-f])");

  /// Shorter ones are masked only where they were found: `abc` stands in too many words.
  private static final int KNOWN_FROM = 6;

  private final Masking masking;
  private final byte[] key;
  private final Map<String, Value> byPlaceholder = new ConcurrentHashMap<>();
  private final Map<String, String> byText = new ConcurrentHashMap<>();

  private record Value(String text, Kind kind) {}

  /// @param key of the conversation, 16 bytes at least, known to nobody outside
  public Mask(Masking masking, byte[] key) {
    if (key.length < 16) {
      throw new IllegalArgumentException("a key has 16 bytes at least, was " + key.length);
    }
    this.masking = masking;
    this.key = key.clone();
  }

  /// Makes known what a text holds, so that it is masked in the others too.
  public void learn(String text) {
    for (Finding found : masking.find(text)) {
      placeholder(text.substring(found.start(), found.end()), found.kind());
    }
  }

  /// The text with placeholders.
  public String mask(String text) {
    List<Finding> findings = new ArrayList<>(masking.find(text));
    for (Finding found : findings) {
      placeholder(text.substring(found.start(), found.end()), found.kind());
    }
    byPlaceholder.values().forEach(value -> addKnown(text, value, findings));
    if (findings.isEmpty()) {
      return text;
    }
    StringBuilder masked = new StringBuilder(text.length());
    int done = 0;
    for (Finding found : Masking.merged(findings)) {
      masked.append(text, done, found.start());
      masked.append(placeholder(text.substring(found.start(), found.end()), found.kind()));
      done = found.end();
    }
    return masked.append(text, done, text.length()).toString();
  }

  private static void addKnown(String text, Value value, List<Finding> findings) {
    if (value.kind() != Kind.SECRET || value.text().length() < KNOWN_FROM) {
      return;
    }
    for (int at = text.indexOf(value.text()); at >= 0; at = text.indexOf(value.text(), at + 1)) {
      findings.add(new Finding(at, at + value.text().length(), Kind.SECRET));
    }
  }

  /// The same for JSON, which stays JSON. Where a secret goes across its structure, all of it
  /// becomes one masked text.
  public String maskJson(String json) {
    String masked = mask(json);
    if (masked.equals(json) || Json.isObject(masked)) {
      return masked;
    }
    return "{\"masked\":\"" + placeholder(json, Kind.SECRET) + "\"}";
  }

  /// JSON for a tool, with the values put back that it may have, escaped as they must be.
  public String unmaskJson(String json) {
    return PLACEHOLDER
        .matcher(json)
        .replaceAll(found ->
            Matcher.quoteReplacement(
                new String(
                    JsonStringEncoder.getInstance()
                        .quoteAsString(back(found.group(), Audience.TOOL)))));
  }

  /// The text with the values put back that the audience may have. A placeholder that this
  /// conversation did not make stays as it is.
  public String unmask(String text, Audience audience) {
    Matcher match = PLACEHOLDER.matcher(text);
    return match.replaceAll(found -> Matcher.quoteReplacement(back(found.group(), audience)));
  }

  private String back(String placeholder, Audience audience) {
    Value value = byPlaceholder.get(placeholder);
    if (value == null || (audience == Audience.TOOL && value.kind() == Kind.SECRET)) {
      return placeholder;
    }
    return value.text();
  }

  /// How many values are masked, by kind.
  public Map<Kind, Long> counts() {
    Map<Kind, Long> counts = new TreeMap<>(Comparator.naturalOrder());
    byPlaceholder.values().forEach(value -> counts.merge(value.kind(), 1L, Long::sum));
    return counts;
  }

  private String placeholder(String text, Kind kind) {
    String known = byText.get(text);
    return known != null ? known : byText.computeIfAbsent(text, value -> create(value, kind));
  }

  private String create(String text, Kind kind) {
    String digest = HexFormat.of().formatHex(hmac(text));
    for (int digits = DIGITS; digits <= digest.length(); digits++) {
      String name = kind + "_" + digest.substring(0, digits);
      Value other = byPlaceholder.putIfAbsent(name, new Value(text, kind));
      if (other == null || other.text().equals(text)) {
        return name;
      }
    }
    throw new IllegalStateException("two values have the same digest");
  }

  private byte[] hmac(String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every Java has HmacSHA256", e);
    }
  }
}
