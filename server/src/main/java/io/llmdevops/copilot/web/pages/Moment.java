package io.llmdevops.copilot.web.pages;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/// A time as the pages show it. The server knows no zone but UTC; `time.js` rewrites the text into
/// the viewer's zone and keeps relative times moving, from [#iso].
public record Moment(Instant at, Instant now) {
  private static final DateTimeFormatter FULL =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  public String iso() {
    return at.truncatedTo(ChronoUnit.MILLIS).toString();
  }

  public String utc() {
    return FULL.format(at);
  }

  public String clock() {
    return CLOCK.format(at);
  }

  public String ago() {
    if (at.isAfter(now.plusSeconds(5))) {
      return "in " + Elapsed.between(now, at).text();
    }
    return at.isAfter(now.minusSeconds(5)) ? "just now" : Elapsed.between(at, now).text() + " ago";
  }
}
