package io.llmdevops.copilot.web.pages;

import io.llmdevops.copilot.incidents.Alert;
import java.time.Instant;

/// An alert from outside, as a line of a table.
public record AlertRow(
    String key, String name, String service, Tone severity, State state, String link) {

  public record State(boolean firing, Moment started, long received, String summary) {}

  static AlertRow of(Alert alert, Instant now) {
    String url = alert.origin().generatorUrl();
    return new AlertRow(
        "a" + alert.id(),
        alert.content().name(),
        alert.content().service(),
        Tone.of(alert.content().severity()),
        new State(
            alert.status() == Alert.Status.FIRING,
            new Moment(alert.times().startsAt(), now),
            alert.times().receiveCount(),
            alert
                .content()
                .annotations()
                .get("summary")
                .or(() -> alert.content().annotations().get("description"))
                .orElse("")),
        url != null && (url.startsWith("https://") || url.startsWith("http://")) ? url : "");
  }
}
