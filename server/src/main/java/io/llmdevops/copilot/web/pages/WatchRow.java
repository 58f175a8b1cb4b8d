package io.llmdevops.copilot.web.pages;

import io.llmdevops.copilot.incidents.Quantity;
import io.llmdevops.copilot.incidents.Watch;
import java.time.Instant;

/// One watch: what is asked of which source, and how its cycles go.
public record WatchRow(String key, Subject subject, Cycle cycle, String trouble) {
  public record Subject(String name, String metric, String query, String source, String origin) {}

  /// `last` is the end of the last interval that was processed.
  public record Cycle(String every, long series, Moment last, boolean enabled) {}

  static WatchRow of(Watch watch, Instant now) {
    Instant watermark = watch.progress().watermark();
    String error = watch.progress().error();
    return new WatchRow(
        "w" + watch.id(),
        new Subject(
            watch.name(),
            watch.asked().kind().title(),
            watch.asked().query(),
            watch.asked().source(),
            watch.asked().origin()),
        new Cycle(
            new Quantity(watch.asked().interval().toMillis() / 1000.0, "s").text(),
            watch.progress().series(),
            new Moment(watermark, now),
            watch.progress().enabled()),
        error == null ? "" : error);
  }
}
