package io.llmdevops.copilot.benchmarks.models;

import io.llmdevops.copilot.platform.time.SystemTime;
import io.llmdevops.copilot.testkit.models.ModelServer.Behaviour;
import io.llmdevops.copilot.testkit.models.Script;
import io.llmdevops.copilot.testkit.models.WireFormat;
import io.llmdevops.copilot.testkit.models.WireFormat.Call;
import io.llmdevops.copilot.testkit.models.WireFormat.Refusal;
import io.llmdevops.copilot.testkit.models.WireFormat.Stop;
import io.llmdevops.copilot.testkit.models.WireFormat.Trouble;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/// What goes wrong, and what the user may see then.
///
/// @param name as in the table
/// @param behaviour of the provider, in its format
/// @param outcomes that are right: `ok`, kinds of failure, or problems of tool calls
/// @param text that must have come, and no other
record Fault(
    String name, Function<WireFormat, Behaviour> behaviour, Set<String> outcomes, String text) {
  private static final String HALF = "Half an answer";
  private static final String WHOLE = "A whole answer";

  static final Fault NONE =
      streamed("none", Script.answer().text(WHOLE).end(Stop.END), WHOLE, "ok");

  static List<Fault> all() {
    return List.of(
        refusal("429, Retry-After in seconds", Trouble.RATE_LIMIT, "60", "rate_limited"),
        refusal("429, Retry-After as a date", Trouble.RATE_LIMIT, inAMinute(), "rate_limited"),
        new Fault("429 once, then an answer", Fault::onceLimited, Set.of("ok"), WHOLE),
        refusal("500", Trouble.SERVER_ERROR, "", "provider_error"),
        new Fault("529", Fault::overloaded, Set.of("overloaded"), ""),
        new Fault("time-out before the first token", w -> Script.mute(), Set.of("no_answer"), ""),
        streamed("only a head", Script.headOnly().silence(), "", "no_answer"),
        streamed("stall in mid-stream", Script.answer().text(HALF).silence(), HALF, "stalled"),
        streamed("connection reset", Script.answer().text(HALF).reset(), HALF, "connection"),
        streamed("truncated stream", Script.answer().text(HALF), HALF, "truncated"),
        new Fault(
            "cut within a frame",
            w -> Script.answer().text(HALF).halfOf("the rest").in(w),
            Set.of("truncated", "invalid_answer"),
            HALF),
        streamed(
            "invalid frame",
            Script.answer().text(HALF).garbage().text("x").end(Stop.END),
            HALF,
            "invalid_answer"),
        new Fault(
            "error within the stream",
            w -> Script.answer().text(HALF).error().in(w),
            Set.of("provider_error", "overloaded"),
            HALF),
        streamed("invalid tool JSON", called("query", "[\"no", " object"), "", "invalid_arguments"),
        streamed("unknown tool", called("delete_all", "{", "}"), "", "unknown_tool"),
        refusal("context overflow", Trouble.CONTEXT_OVERFLOW, "", "context_overflow"),
        refusal("wrong key", Trouble.BAD_KEY, "", "key_refused"),
        streamed(
            "cut off at the limit", Script.answer().text(HALF).end(Stop.LENGTH), HALF, "length"));
  }

  private static Fault streamed(String name, Script script, String text, String outcome) {
    return new Fault(name, script::in, Set.of(outcome), text);
  }

  private static Fault refusal(String name, Trouble trouble, String retryAfter, String outcome) {
    Map<String, String> headers =
        retryAfter.isEmpty() ? Map.of() : Map.of("Retry-After", retryAfter);
    return new Fault(name, w -> Script.refuse(w, trouble, headers), Set.of(outcome), "");
  }

  private static Script called(String tool, String... pieces) {
    return Script.answer().calls(new Call("c1", tool, List.of(pieces))).end(Stop.TOOLS);
  }

  private static String inAMinute() {
    return DateTimeFormatter.RFC_1123_DATE_TIME.format(
        SystemTime.source().instant().atOffset(ZoneOffset.UTC).plusMinutes(1));
  }

  private static Behaviour onceLimited(WireFormat wire) {
    AtomicInteger asked = new AtomicInteger();
    return (request, reply) ->
        (asked.getAndIncrement() == 0
                ? Script.refuse(wire, Trouble.RATE_LIMIT, Map.of("Retry-After", "1"))
                : Script.answer().text(WHOLE).end(Stop.END).in(wire))
            .answer(request, reply);
  }

  private static Behaviour overloaded(WireFormat wire) {
    Refusal refusal = wire.refusal(Trouble.OVERLOADED);
    return (request, reply) -> reply.whole(529, refusal.headers(), refusal.body());
  }
}
