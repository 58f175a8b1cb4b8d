package io.llmdevops.copilot.web.pages;

import io.llmdevops.copilot.incidents.Overview;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One watch: what is asked of which source, and how its cycles go.
public record WatchRow(String key, Subject subject, Cycle cycle, String trouble) {
  public record Subject(String name, String metric, String query, String source, String origin) {}

  /// `last` is absent before the first cycle.
  public record Cycle(String every, long series, @Nullable Moment last, boolean enabled) {}

  static WatchRow of(Overview.WatchState watch, Instant now) {
    Instant watermark = watch.progress().watermark();
    String error = watch.error();
    return new WatchRow(
        "w" + watch.id(),
        new Subject(
            watch.name(),
            watch.asked().kind().title(),
            watch.asked().query(),
            watch.asked().source(),
            watch.origin()),
        new Cycle(
            new Quantity(watch.asked().everyMillis() / 1000.0, "s").text(),
            watch.progress().series(),
            watermark == null ? null : new Moment(watermark, now),
            watch.progress().enabled()),
        error == null ? "" : error);
  }
}
