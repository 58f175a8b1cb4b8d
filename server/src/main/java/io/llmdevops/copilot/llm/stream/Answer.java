package io.llmdevops.copilot.llm.stream;

import io.llmdevops.copilot.llm.ChatEvent;
import io.llmdevops.copilot.llm.ChatEvent.BrokenToolCall;
import io.llmdevops.copilot.llm.ChatEvent.BrokenToolCall.Problem;
import io.llmdevops.copilot.llm.ChatRequest;
import io.llmdevops.copilot.llm.Json;
import io.llmdevops.copilot.llm.StopReason;
import io.llmdevops.copilot.llm.ToolSpec;
import io.llmdevops.copilot.llm.Usage;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Makes the events of one answer out of the pieces in which providers send it: texts that are cut
/// within a character, tool calls that are cut anywhere.
public final class Answer {
  private final Sink sink;
  private final Set<String> tools;
  private final TreeMap<Integer, Call> open = new TreeMap<>();
  private String heldText = "";
  private String heldReasoning = "";
  private boolean calls;
  private boolean refused;
  private boolean finished;

  public Answer(ChatRequest request, Sink sink) {
    this.sink = sink;
    this.tools = request.tools().stream().map(ToolSpec::name).collect(Collectors.toSet());
  }

  private static final class Call {
    private final StringBuilder id = new StringBuilder();
    private final StringBuilder name = new StringBuilder();
    private final StringBuilder arguments = new StringBuilder();
  }

  public void began(String model, String provider, String reported) throws InterruptedException {
    sink.emit(new ChatEvent.Began(model, provider, reported));
  }

  public void text(String piece) throws InterruptedException {
    String whole = heldText + piece;
    heldText = loose(whole);
    String text = whole.substring(0, whole.length() - heldText.length());
    if (!text.isEmpty()) {
      sink.emit(new ChatEvent.Text(text));
    }
  }

  /// Words with which the model declines; they belong to the answer.
  public void refusal(String piece) throws InterruptedException {
    refused = true;
    text(piece);
  }

  public void reasoning(String piece) throws InterruptedException {
    String whole = heldReasoning + piece;
    heldReasoning = loose(whole);
    String text = whole.substring(0, whole.length() - heldReasoning.length());
    if (!text.isEmpty()) {
      sink.emit(new ChatEvent.Reasoning(text));
    }
  }

  /// The first half of a character outside the basic plane, when the text ends with one.
  private static String loose(String text) {
    return !text.isEmpty() && Character.isHighSurrogate(text.charAt(text.length() - 1))
        ? text.substring(text.length() - 1)
        : "";
  }

  /// A piece of the tool call at this position of the answer.
  public void call(int index, String id, String name, String arguments) {
    Call call = open.computeIfAbsent(index, i -> new Call());
    // Some repeat the id and the name in every piece, none cuts them.
    if (call.id.isEmpty()) {
      call.id.append(id);
    }
    if (call.name.isEmpty()) {
      call.name.append(name);
    }
    call.arguments.append(arguments);
  }

  /// The tool call at this position is complete.
  public void callDone(int index) throws InterruptedException {
    Call call = open.remove(index);
    if (call != null) {
      emit(index, call);
    }
  }

  private void emit(int index, Call call) throws InterruptedException {
    calls = true;
    String id = call.id.isEmpty() ? "call_" + index : call.id.toString();
    String name = call.name.toString();
    String arguments = call.arguments.toString().isBlank() ? "{}" : call.arguments.toString();
    if (!tools.contains(name)) {
      sink.emit(new BrokenToolCall(id, name, arguments, Problem.UNKNOWN_TOOL));
    } else if (!Json.isObject(arguments)) {
      sink.emit(new BrokenToolCall(id, name, arguments, Problem.INVALID_ARGUMENTS));
    } else {
      sink.emit(new ChatEvent.ToolCall(id, name, arguments));
    }
  }

  public void continuation(String provider, String json) throws InterruptedException {
    sink.emit(new ChatEvent.Continuation(provider, json));
  }

  /// Ends the answer, with the tool calls that are still open. `COMPLETE` is made more exact by
  /// what came before: some providers say "stop" for refusals and tool calls too.
  public void finish(StopReason reason, Usage usage) throws InterruptedException {
    if (finished) {
      return;
    }
    finished = true;
    // A call in an answer that was cut off is cut off itself.
    if (reason != StopReason.LENGTH && reason != StopReason.CONTENT_FILTER) {
      for (var entry : open.entrySet()) {
        emit(entry.getKey(), entry.getValue());
      }
    }
    if (!usage.equals(Usage.NONE)) {
      sink.emit(new ChatEvent.Used(usage));
    }
    sink.emit(new ChatEvent.Finished(exact(reason)));
  }

  private StopReason exact(StopReason reason) {
    if (reason == StopReason.COMPLETE && refused) {
      return StopReason.REFUSED;
    }
    return reason == StopReason.COMPLETE && calls ? StopReason.TOOL_CALLS : reason;
  }

  public boolean finished() {
    return finished;
  }
}
