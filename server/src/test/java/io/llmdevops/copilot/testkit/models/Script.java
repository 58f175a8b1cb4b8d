package io.llmdevops.copilot.testkit.models;

import io.llmdevops.copilot.testkit.models.WireFormat.Call;
import io.llmdevops.copilot.testkit.models.WireFormat.Count;
import io.llmdevops.copilot.testkit.models.WireFormat.Frames;
import io.llmdevops.copilot.testkit.models.WireFormat.Refusal;
import io.llmdevops.copilot.testkit.models.WireFormat.Stop;
import io.llmdevops.copilot.testkit.models.WireFormat.Trouble;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a provider does when it is asked, in no provider's format. Immutable; each method adds a
/// step.
public final class Script {
  public static final Count COUNT = new Count(120, 20, 34);

  /// One thing to do.
  private interface Step {
    void run(Frames frames, Reply reply) throws IOException, InterruptedException;
  }

  private final List<Step> steps;

  private Script(List<Step> steps) {
    this.steps = List.copyOf(steps);
  }

  /// Begins an answer.
  public static Script answer() {
    return new Script(List.of((frames, reply) -> send(reply, frames.begin(COUNT))));
  }

  /// Begins an answer of which only the head comes.
  public static Script headOnly() {
    return new Script(List.of());
  }

  private Script then(Step step) {
    List<Step> more = new ArrayList<>(steps);
    more.add(step);
    return new Script(more);
  }

  private static void send(Reply reply, List<byte[]> pieces) throws IOException {
    for (byte[] piece : pieces) {
      reply.piece(piece);
    }
  }

  public Script text(String text) {
    return then((frames, reply) -> send(reply, frames.text(text)));
  }

  public Script reasoning(String text) {
    return then((frames, reply) -> send(reply, frames.reasoning(text)));
  }

  public Script calls(Call... calls) {
    return then((frames, reply) -> send(reply, frames.calls(List.of(calls))));
  }

  public Script end(Stop stop) {
    return then((frames, reply) -> send(reply, frames.end(stop, COUNT)));
  }

  public Script error() {
    return then((frames, reply) -> send(reply, frames.error()));
  }

  public Script garbage() {
    return then((frames, reply) -> send(reply, frames.garbage()));
  }

  /// Signs of life, without end.
  public Script pings() {
    return then((frames, reply) -> {
      while (!reply.quietFor(20)) {
        send(reply, frames.ping());
      }
    });
  }

  public Script silence() {
    return then((frames, reply) -> reply.silence());
  }

  public Script reset() {
    return then((frames, reply) -> reply.reset());
  }

  /// The first half of the frames that `text` would be, and then the connection ends in good order.
  public Script halfOf(String text) {
    return then((frames, reply) -> {
      byte[] whole = frames.text(text).getLast();
      reply.piece(java.util.Arrays.copyOf(whole, whole.length / 2));
    });
  }

  /// This script as a server's behaviour in a provider's format.
  public ModelServer.Behaviour in(WireFormat wire) {
    return (request, reply) -> {
      reply.stream(wire.contentType());
      Frames frames = wire.open();
      for (Step step : steps) {
        step.run(frames, reply);
      }
    };
  }

  /// A refusal instead of an answer, with further headers.
  public static ModelServer.Behaviour refuse(
      WireFormat wire, Trouble trouble, Map<String, String> headers) {
    return (request, reply) -> {
      Refusal refusal = wire.refusal(trouble);
      Map<String, String> all = new LinkedHashMap<>(refusal.headers());
      all.putAll(headers);
      reply.whole(refusal.status(), all, refusal.body());
    };
  }

  /// No answer at all.
  public static ModelServer.Behaviour mute() {
    return (request, reply) -> reply.silence();
  }
}
