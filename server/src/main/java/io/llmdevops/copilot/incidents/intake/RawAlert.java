package io.llmdevops.copilot.incidents.intake;

import io.llmdevops.copilot.incidents.Alert;
import io.llmdevops.copilot.sources.Labels;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// An alert as it stands in the payload, while it is read; [#toAlert] brings it within the limits
/// and decides what is missing.
final class RawAlert {
  /// A start further ahead than this is a clock that is wrong, not one that is slightly off.
  private static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(5);

  /// Go's zero time, and all else that no sender means.
  private static final Instant EARLIEST = Instant.parse("1990-01-01T00:00:00Z");

  /// Kept whatever else has to go.
  private static final List<String> KEPT_FIRST =
      List.of(
          "alertname",
          "service",
          "severity",
          "job",
          "namespace",
          "instance",
          "pod",
          "cluster",
          "deployment",
          "app");

  private static final int LONGEST_FINGERPRINT = 64;
  private static final int LONGEST_URL = 2_048;

  final TreeMap<String, String> labels = new TreeMap<>();
  final TreeMap<String, String> annotations = new TreeMap<>();
  @Nullable String status;
  @Nullable String startsAt;
  @Nullable String endsAt;
  @Nullable String generatorUrl;
  @Nullable String fingerprint;

  private final List<String> notes = new ArrayList<>();

  void note(String text) {
    notes.add(text);
  }

  boolean isMended() {
    return !notes.isEmpty();
  }

  IncomingAlert toAlert(String receiver, IntakeLimits limits, Instant now) {
    Alert.Status state =
        status != null && status.toLowerCase(Locale.ROOT).equals("resolved")
            ? Alert.Status.RESOLVED
            : Alert.Status.FIRING;
    String identity =
        fingerprint == null || fingerprint.isBlank() || fingerprint.length() > LONGEST_FINGERPRINT
            ? Fingerprint.of(labels)
            : Texts.clean(fingerprint, LONGEST_FINGERPRINT);
    @Nullable Instant sent = time("startsAt", startsAt);
    Instant believed = believedStart(sent, now);
    @Nullable Instant end = state == Alert.Status.RESOLVED ? end(believed, now) : null;
    Labels kept = Labels.of(cut("label", labels, limits.labels(), limits, limits.valueLength()));
    Labels told =
        Labels.of(
            cut("annotation", annotations, limits.labels(), limits, limits.annotationLength()));
    return new IncomingAlert(
        new IncomingAlert.Key(identity, sent == null ? IncomingAlert.UNKNOWN_START : sent),
        new IncomingAlert.Content(
            receiver,
            kept.get("alertname").orElse("unnamed alert"),
            ServiceNames.of(kept),
            Severities.of(kept),
            kept,
            told,
            new IncomingAlert.Source(
                believed,
                generatorUrl == null ? null : Texts.clean(generatorUrl, LONGEST_URL),
                notes.isEmpty() ? null : String.join("; ", notes))),
        state,
        end);
  }

  private @Nullable Instant time(String field, @Nullable String text) {
    if (text == null || text.isBlank()) {
      return null;
    }
    try {
      Instant time = Instant.parse(text).truncatedTo(ChronoUnit.MICROS);
      return time.isBefore(EARLIEST) ? null : time;
    } catch (DateTimeException e) {
      note("%s '%s' is no RFC 3339 time".formatted(field, Texts.clean(text, 64)));
      return null;
    }
  }

  private Instant believedStart(@Nullable Instant sent, Instant now) {
    if (sent == null) {
      return now;
    }
    if (sent.isAfter(now.plus(CLOCK_TOLERANCE))) {
      note(
          "the sender's clock is %s ahead: startsAt was %s"
              .formatted(words(Duration.between(now, sent)), sent));
      return now;
    }
    return sent;
  }

  private Instant end(Instant start, Instant now) {
    @Nullable Instant sent = time("endsAt", endsAt);
    if (sent == null || sent.isAfter(now.plus(CLOCK_TOLERANCE))) {
      return now.isBefore(start) ? start : now;
    }
    return sent.isBefore(start) ? start : sent;
  }

  private static String words(Duration duration) {
    long minutes = duration.toMinutes();
    return minutes < 120 ? minutes + " min" : minutes / 60 + " h";
  }

  private SortedMap<String, String> cut(
      String what,
      SortedMap<String, String> from,
      int most,
      IntakeLimits limits,
      int longestValue) {
    TreeMap<String, String> kept = new TreeMap<>();
    for (String name : KEPT_FIRST) {
      @Nullable String value = from.get(name);
      if (value != null) {
        kept.put(name, Texts.clean(value, longestValue));
      }
    }
    int shortened = 0;
    for (var label : from.entrySet()) {
      shortened += label.getValue().length() > longestValue ? 1 : 0;
      if (kept.size() < most && label.getKey().length() <= limits.nameLength()) {
        kept.putIfAbsent(
            Texts.clean(label.getKey(), limits.nameLength()),
            Texts.clean(label.getValue(), longestValue));
      }
    }
    int dropped = from.size() - kept.size();
    if (dropped > 0) {
      note("%d of %d %ss left out (at most %d)".formatted(dropped, from.size(), what, most));
    }
    if (shortened > 0) {
      note("%d %s values cut to %d characters".formatted(shortened, what, longestValue));
    }
    return kept;
  }
}
