package io.llmdevops.copilot.llm.masking;

import io.llmdevops.copilot.llm.ChatEvent;
import io.llmdevops.copilot.llm.ChatStream;
import java.util.ArrayDeque;
import java.util.Deque;

/// Puts values back into an answer while it is read.
final class MaskedStream implements ChatStream {
  private final ChatStream stream;
  private final Mask mask;
  private final Unmasking text;
  private final Unmasking reasoning;
  private final Deque<ChatEvent> ready = new ArrayDeque<>();
  private volatile boolean cancelled;

  MaskedStream(ChatStream stream, Mask mask) {
    this.stream = stream;
    this.mask = mask;
    this.text = new Unmasking(mask, Mask.Audience.USER);
    this.reasoning = new Unmasking(mask, Mask.Audience.USER);
  }

  @Override
  public ChatEvent next() {
    while (true) {
      if (cancelled) {
        ready.removeIf(MaskedStream::isAnswer);
      }
      if (!ready.isEmpty()) {
        return ready.removeFirst();
      }
      take(stream.next());
    }
  }

  private static boolean isAnswer(ChatEvent event) {
    return switch (event) {
      case ChatEvent.Text ignored -> true;
      case ChatEvent.Reasoning ignored -> true;
      case ChatEvent.ToolCall ignored -> true;
      case ChatEvent.BrokenToolCall ignored -> true;
      case ChatEvent.Continuation ignored -> true;
      case ChatEvent.Began ignored -> false;
      case ChatEvent.Used ignored -> false;
      case ChatEvent.Accounted ignored -> false;
      case ChatEvent.End ignored -> false;
    };
  }

  private void take(ChatEvent event) {
    switch (event) {
      case ChatEvent.Text piece -> {
        reasoning(reasoning.rest());
        text(text.next(piece.text()));
      }
      case ChatEvent.Reasoning piece -> {
        text(text.rest());
        reasoning(reasoning.next(piece.text()));
      }
      case ChatEvent.ToolCall call ->
          after(new ChatEvent.ToolCall(call.id(), call.name(), mask.unmaskJson(call.arguments())));
      case ChatEvent.BrokenToolCall call ->
          after(
              new ChatEvent.BrokenToolCall(
                  call.id(),
                  call.name(),
                  mask.unmask(call.arguments(), Mask.Audience.TOOL),
                  call.problem()));
      case ChatEvent.Began began -> after(began);
      case ChatEvent.Continuation opaque -> after(opaque);
      case ChatEvent.Used used -> after(used);
      case ChatEvent.Accounted books -> after(books);
      case ChatEvent.End end -> after(end);
    }
  }

  /// What was held back comes before it.
  private void after(ChatEvent event) {
    reasoning(reasoning.rest());
    text(text.rest());
    ready.add(event);
  }

  private void text(String piece) {
    if (!piece.isEmpty()) {
      ready.add(new ChatEvent.Text(piece));
    }
  }

  private void reasoning(String piece) {
    if (!piece.isEmpty()) {
      ready.add(new ChatEvent.Reasoning(piece));
    }
  }

  /// What was held back is not shown any more; the end comes by the stream.
  @Override
  public void cancel() {
    cancelled = true;
    stream.cancel();
  }

  /// Not only cancelled: a stream may have more to give back when it is closed.
  @Override
  public void close() {
    cancelled = true;
    stream.close();
  }
}
