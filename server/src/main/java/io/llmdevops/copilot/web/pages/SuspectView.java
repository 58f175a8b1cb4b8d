package io.llmdevops.copilot.web.pages;

import io.llmdevops.copilot.incidents.Quantity;
import io.llmdevops.copilot.incidents.Suspect;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One ranked suspect as the page lists it.
public record SuspectView(
    int rank, Subject subject, Shift shift, String statement, List<References.Ref> references) {

  public record Subject(String service, String metric, String role) {}

  /// `onset` is how the deviation began, relative to the detection of the incident.
  public record Shift(
      String before, String during, String factor, String onset, @Nullable Moment since) {
    public boolean measured() {
      return !before.isEmpty() && !during.isEmpty();
    }
  }

  static SuspectView of(Suspect suspect, References references, Instant detected, Instant now) {
    return new SuspectView(
        suspect.rank(),
        new Subject(suspect.service(), suspect.kind().title(), role(suspect.role())),
        shift(suspect.change(), detected, now),
        suspect.statement(),
        references.to(suspect.evidence()));
  }

  private static String role(Suspect.Role role) {
    return switch (role) {
      case DEEPEST_ANOMALOUS -> "deepest on the path";
      case ON_PATH -> "affected";
      case UPSTREAM_LOAD -> "sends more load";
      case CORRELATED -> "at the same time";
    };
  }

  private static Shift shift(Suspect.Change change, Instant detected, Instant now) {
    Double before = change.before();
    Double during = change.during();
    Instant onset = change.onset();
    return new Shift(
        before == null ? "" : new Quantity(before, change.unit()).text(),
        during == null ? "" : new Quantity(during, change.unit()).text(),
        before == null || during == null
            ? ""
            : new Quantity(during, change.unit()).comparedWith(before),
        onset == null ? "" : relative(Duration.between(onset, detected)),
        onset == null ? null : new Moment(onset, now));
  }

  private static String relative(Duration lead) {
    if (lead.abs().toSeconds() < 1) {
      return "at detection";
    }
    String span = new Elapsed(lead.abs()).text();
    return lead.isNegative() ? span + " after detection" : span + " before detection";
  }
}
