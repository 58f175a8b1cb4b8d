package io.llmdevops.copilot.benchmarks.models;

import io.llmdevops.copilot.llm.ChatEvent;
import io.llmdevops.copilot.llm.ChatModel;
import io.llmdevops.copilot.llm.ChatRequest;
import io.llmdevops.copilot.llm.ChatStream;
import io.llmdevops.copilot.llm.ConfiguredModels;
import io.llmdevops.copilot.llm.LlmSettings;
import io.llmdevops.copilot.llm.MaskingSettings;
import io.llmdevops.copilot.llm.Models;
import io.llmdevops.copilot.llm.StopReason;
import io.llmdevops.copilot.llm.ToolSpec;
import io.llmdevops.copilot.platform.config.Configuration;
import io.llmdevops.copilot.platform.telemetry.Meters;
import io.llmdevops.copilot.platform.time.SystemTime;
import io.llmdevops.copilot.testkit.models.ModelServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// One fault at one adapter.
///
/// @param outcomes what the user saw: the end, and problems of tool calls
/// @param right whether that is what it should be, with the text that came, and one end
/// @param hung whether it took longer than its limits allow
record Cell(Set<String> outcomes, boolean right, boolean hung, Duration took) {
  /// Two attempts of 3 s and the waiting between them, with room for a busy machine.
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private static final ChatRequest REQUEST =
      ChatRequest.of("Why is checkout slow?")
          .with(List.of(new ToolSpec("query", "Asks for a metric.", "{\"type\":\"object\"}")));

  static Cell of(Provider provider, Fault fault) throws InterruptedException {
    try (ModelServer server = new ModelServer(fault.behaviour().apply(provider.wire()));
        Models models = open(provider, server)) {
      ChatModel model = models.named("asked");
      ChatStream stream = model.stream(REQUEST);
      FutureTask<List<ChatEvent>> reading = new FutureTask<>(() -> read(stream));
      long begin = System.nanoTime();
      Thread.ofVirtual().start(reading);
      try {
        List<ChatEvent> events = reading.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        return judge(fault, events, took);
      } catch (TimeoutException e) {
        stream.cancel();
        return new Cell(Set.of("hung"), false, true, LIMIT);
      } catch (ExecutionException e) {
        return new Cell(
            Set.of(String.valueOf(e.getCause())),
            false,
            false,
            Duration.ofNanos(System.nanoTime() - begin));
      }
    }
  }

  private static Models open(Provider provider, ModelServer server) {
    Configuration configuration =
        new Configuration(Optional.empty(), provider.settings(server.url()), Path.of("."));
    return ConfiguredModels.open(
        configuration.settings(LlmSettings.class),
        configuration.settings(MaskingSettings.class),
        Meters.unread(),
        SystemTime.source(),
        new Random(1));
  }

  private static List<ChatEvent> read(ChatStream stream) {
    List<ChatEvent> events = new ArrayList<>();
    do {
      events.add(stream.next());
    } while (!(events.getLast() instanceof ChatEvent.End));
    return events;
  }

  private static Cell judge(Fault fault, List<ChatEvent> events, Duration took) {
    Set<String> seen = new java.util.TreeSet<>();
    StringBuilder text = new StringBuilder();
    int ends = 0;
    for (ChatEvent event : events) {
      switch (event) {
        case ChatEvent.Text piece -> text.append(piece.text());
        case ChatEvent.BrokenToolCall call ->
            seen.add(call.problem().name().toLowerCase(Locale.ROOT));
        case ChatEvent.Failed failed -> {
          seen.add(failed.failure().kind().label());
          ends++;
        }
        case ChatEvent.Finished finished -> {
          if (finished.reason() == StopReason.LENGTH) {
            seen.add("length");
          } else if (finished.reason() == StopReason.COMPLETE) {
            seen.add("ok");
          }
          ends++;
        }
        case ChatEvent.ToolCall call -> seen.add("tool_call");
        case ChatEvent.Began ignored -> {}
        case ChatEvent.Reasoning ignored -> {}
        case ChatEvent.Continuation ignored -> {}
        case ChatEvent.Used ignored -> {}
        case ChatEvent.Accounted ignored -> {}
      }
    }
    boolean right =
        ends == 1
            && seen.size() == 1
            && fault.outcomes().containsAll(seen)
            && text.toString().equals(fault.text());
    return new Cell(seen, right, false, took);
  }
}
