package io.llmdevops.copilot.llm.routing;

import io.llmdevops.copilot.llm.ChatEvent;
import io.llmdevops.copilot.llm.ChatFailure;
import io.llmdevops.copilot.llm.ChatFailure.Kind;
import io.llmdevops.copilot.llm.ChatModel;
import io.llmdevops.copilot.llm.ChatRequest;
import io.llmdevops.copilot.llm.ChatStream;
import io.llmdevops.copilot.llm.StopReason;
import io.llmdevops.copilot.llm.Usage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/// A model that answers as told, one script a request; the last one again and again.
final class ScriptedModel implements ChatModel {
  static final Usage USAGE = new Usage(100, 0, 10, 0);

  private final String name;
  private final Deque<List<ChatEvent>> scripts = new ArrayDeque<>();
  final List<ChatRequest> requests = new ArrayList<>();

  ScriptedModel(String name) {
    this.name = name;
  }

  ScriptedModel then(ChatEvent... events) {
    List<ChatEvent> script = new ArrayList<>();
    script.add(new ChatEvent.Began(name, "p", name + "-1"));
    script.addAll(List.of(events));
    scripts.add(script);
    return this;
  }

  ScriptedModel answers(String text) {
    return then(
        new ChatEvent.Text(text),
        new ChatEvent.Used(USAGE),
        new ChatEvent.Finished(StopReason.COMPLETE));
  }

  ScriptedModel fails(Kind kind) {
    return then(new ChatEvent.Failed(new ChatFailure(kind, "told so")));
  }

  /// Waits to be cancelled.
  ScriptedModel hangs() {
    scripts.add(List.of());
    return this;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public synchronized ChatStream stream(ChatRequest request) {
    requests.add(request);
    List<ChatEvent> script = scripts.size() > 1 ? scripts.removeFirst() : scripts.getFirst();
    return new Stream(new ArrayDeque<>(script));
  }

  private static final class Stream implements ChatStream {
    private final Deque<ChatEvent> events;
    private final AtomicBoolean cancelled = new AtomicBoolean();
    private final CountDownLatch woken = new CountDownLatch(1);

    Stream(Deque<ChatEvent> events) {
      this.events = events;
    }

    @Override
    public ChatEvent next() {
      if (events.isEmpty()) {
        try {
          woken.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
      return cancelled.get()
          ? new ChatEvent.Failed(new ChatFailure(Kind.CANCELLED, "cancelled"))
          : events.removeFirst();
    }

    @Override
    public void cancel() {
      cancelled.set(true);
      woken.countDown();
    }
  }
}
