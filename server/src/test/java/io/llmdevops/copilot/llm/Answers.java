package io.llmdevops.copilot.llm;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Reads streams whole, for tests.
public final class Answers {
  private Answers() {}

  public static List<ChatEvent> all(ChatStream stream) {
    List<ChatEvent> events = new ArrayList<>();
    do {
      events.add(stream.next());
    } while (!(events.getLast() instanceof ChatEvent.End));
    return events;
  }

  public static String text(List<ChatEvent> events) {
    return events.stream()
        .filter(ChatEvent.Text.class::isInstance)
        .map(event -> ((ChatEvent.Text) event).text())
        .collect(Collectors.joining());
  }

  public static String reasoning(List<ChatEvent> events) {
    return events.stream()
        .filter(ChatEvent.Reasoning.class::isInstance)
        .map(event -> ((ChatEvent.Reasoning) event).text())
        .collect(Collectors.joining());
  }

  public static <T extends ChatEvent> List<T> only(List<ChatEvent> events, Class<T> type) {
    return events.stream().filter(type::isInstance).map(type::cast).toList();
  }

  /// The failure that the stream ended with; an assertion that there is one.
  public static ChatFailure failure(List<ChatEvent> events) {
    if (events.getLast() instanceof ChatEvent.Failed failed) {
      return failed.failure();
    }
    throw new AssertionError("did not fail: " + events);
  }
}
