package io.llmdevops.copilot.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.llmdevops.copilot.cli.server.IncidentDoc;
import io.llmdevops.copilot.cli.server.ServerClient;
import io.llmdevops.copilot.cli.text.Humane;
import io.llmdevops.copilot.cli.text.Ink.Tone;
import io.llmdevops.copilot.platform.errors.CopilotException.Unavailable;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Sees by the API what becomes of incidents, and tells what is new.
final class Follower {
  private final ServerClient client;
  private final Story story;
  private final InstantSource time;
  private final Map<String, Known> known = new HashMap<>();
  private final Map<String, String> labels = new HashMap<>();
  private final Set<String> merged = new HashSet<>();
  private Optional<Instant> faultAt = Optional.empty();

  /// What has been told about an incident.
  private record Known(String status, String headline) {}

  Follower(ServerClient client, Story story, InstantSource time) {
    this.client = client;
    this.story = story;
    this.time = time;
  }

  void faultBegins() {
    faultAt = Optional.of(time.instant());
  }

  record Watched(int series, int watches) {}

  /// What is watched by now.
  Watched watched() {
    JsonNode watches = client.get("/api/v1/watches?limit=200").body().path("items");
    int series = 0;
    for (JsonNode watch : watches) {
      series += watch.path("series").asInt();
    }
    return new Watched(series, watches.size());
  }

  long open() {
    return known.values().stream()
        .filter(k -> !k.status.equals("resolved") && !k.status.equals("suppressed"))
        .count();
  }

  /// Tells what has changed since the last look. A look that finds nobody is made up for by the
  /// next.
  void look() {
    List<JsonNode> items;
    try {
      items = IncidentDoc.items(client.get("/api/v1/incidents?limit=50").body().path("items"));
    } catch (Unavailable busy) {
      return;
    }
    for (JsonNode item : items.reversed()) {
      IncidentDoc incident = new IncidentDoc(item);
      labels.put(incident.id(), incident.label());
      if (incident.merged()) {
        tellMerged(incident);
      } else {
        tell(incident);
      }
    }
  }

  /// Only of those that were told of before: one that is merged at once was never news.
  private void tellMerged(IncidentDoc incident) {
    if (known.containsKey(incident.label()) && merged.add(incident.label())) {
      known.put(incident.label(), new Known("resolved", ""));
      story.tell(
          Tone.PLAIN,
          incident.label(),
          "is part of " + labels.getOrDefault(incident.mergedInto(), "another incident"));
    }
  }

  private void tell(IncidentDoc incident) {
    Known before = known.get(incident.label());
    if (before == null) {
      story.tell(Tone.WARNING, incident.label(), detected(incident));
      story.more(Tone.LINK, client.server().resolve("/incidents/" + incident.label()).toString());
    }
    String headline = incident.headline().orElse("");
    boolean explained =
        !headline.isEmpty()
            && !incident.explanation().equals("pending")
            && (before == null || !cause(before.headline).equals(cause(headline)));
    if (explained) {
      story.tell(
          Tone.STRONG,
          incident.explanation(),
          (known.size() > 1 ? incident.label() + ": " : "") + headline);
      story.more(Tone.PLAIN, "evidence: ./copilot incidents show " + incident.label());
    }
    if (before != null && !before.status.equals(incident.status())) {
      story.tell(
          incident.open() ? Tone.PLAIN : Tone.GOOD,
          incident.label(),
          incident.status() + lasted(incident));
    }
    known.put(
        incident.label(),
        new Known(incident.status(), explained || before == null ? headline : before.headline));
  }

  /// Who is blamed; the figures behind the colon change while an incident lasts.
  private static String cause(String headline) {
    int colon = headline.indexOf(':');
    return colon < 0 ? headline : headline.substring(0, colon);
  }

  private String detected(IncidentDoc incident) {
    String when =
        faultAt
            .flatMap(fault -> incident.detectedAt().map(at -> Duration.between(fault, at)))
            .filter(span -> !span.isNegative())
            .map(span -> "detected " + Humane.span(span) + " after the fault: ")
            .orElse("detected: ");
    return when + incident.title();
  }

  private static String lasted(IncidentDoc incident) {
    if (incident.open()) {
      return "";
    }
    return incident
        .startedAt()
        .flatMap(from -> incident.resolvedAt().map(to -> Duration.between(from, to)))
        .map(span -> ", it lasted " + Humane.span(span))
        .orElse("");
  }
}
