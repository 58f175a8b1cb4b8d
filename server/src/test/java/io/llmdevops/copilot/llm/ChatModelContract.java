package io.llmdevops.copilot.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmdevops.copilot.llm.ChatEvent.BrokenToolCall;
import io.llmdevops.copilot.llm.ChatEvent.BrokenToolCall.Problem;
import io.llmdevops.copilot.llm.ChatFailure.Kind;
import io.llmdevops.copilot.llm.stream.Patience;
import io.llmdevops.copilot.testkit.Await;
import io.llmdevops.copilot.testkit.models.ModelServer;
import io.llmdevops.copilot.testkit.models.Script;
import io.llmdevops.copilot.testkit.models.WireFormat;
import io.llmdevops.copilot.testkit.models.WireFormat.Call;
import io.llmdevops.copilot.testkit.models.WireFormat.Stop;
import io.llmdevops.copilot.testkit.models.WireFormat.Trouble;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What each adapter does, against a server that speaks its provider's format.
abstract class ChatModelContract {
  static final String KEY = "key-0123456789abcdef-secret";
  static final Instant NOW = Instant.parse("2026-11-28T08:00:00Z");

  private static final Patience AMPLE =
      new Patience(Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofSeconds(60));
  private static final Patience BRIEF =
      new Patience(Duration.ofMillis(500), Duration.ofSeconds(30), Duration.ofSeconds(60));
  private static final Patience FIDGETY =
      new Patience(Duration.ofSeconds(30), Duration.ofMillis(400), Duration.ofSeconds(60));
  private static final Patience HURRIED =
      new Patience(Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofMillis(600));

  private final List<AutoCloseable> opened = new ArrayList<>();

  abstract WireFormat wire();

  /// @param base of the server; the adapter's own path comes after it
  abstract ChatModel open(URI base, Patience patience, List<AutoCloseable> closing);

  /// What this provider's format can say.
  boolean says(Stop stop) {
    return true;
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable one : opened.reversed()) {
      one.close();
    }
  }

  private ModelServer serve(ModelServer.Behaviour behaviour) {
    ModelServer server = new ModelServer(behaviour);
    opened.add(server);
    return server;
  }

  private ChatModel model(ModelServer server, Patience patience) {
    return open(server.url(), patience, opened);
  }

  private List<ChatEvent> answer(Script script) {
    return answer(script.in(wire()), AMPLE);
  }

  private List<ChatEvent> answer(ModelServer.Behaviour behaviour, Patience patience) {
    return Answers.all(model(serve(behaviour), patience).stream(question()));
  }

  private static ChatRequest question() {
    return ChatRequest.of("Why is checkout slow?")
        .with(
            List.of(
                new ToolSpec(
                    "query_metrics",
                    "Asks for a metric.",
                    """
                    {"type":"object","properties":{"query":{"type":"string"}},"required":["query"]}\
                    """),
                new ToolSpec("list_incidents", "Lists incidents.", "{\"type\":\"object\"}")));
  }

  @Test
  void text_arrives_in_order_and_ends_once() {
    List<ChatEvent> events =
        answer(
            Script.answer().text("Checkout ").text("is slow: ").text("größer 😀.").end(Stop.END));
    assertThat(Answers.text(events)).isEqualTo("Checkout is slow: größer 😀.");
    assertThat(events.getLast()).isEqualTo(new ChatEvent.Finished(StopReason.COMPLETE));
    assertThat(Answers.only(events, ChatEvent.End.class)).hasSize(1);
  }

  @Test
  void it_says_first_which_model_answers() {
    List<ChatEvent> events = answer(Script.answer().text("Yes.").end(Stop.END));
    assertThat(events.getFirst())
        .isInstanceOfSatisfying(
            ChatEvent.Began.class,
            began -> {
              assertThat(began.model()).isEqualTo("asked");
              assertThat(began.provider()).isEqualTo("there");
              assertThat(began.reported()).startsWith("scripted");
            });
    assertThat(Answers.only(events, ChatEvent.Began.class)).hasSize(1);
  }

  @Test
  void what_is_thought_aloud_is_no_part_of_the_answer() {
    List<ChatEvent> events =
        answer(Script.answer().reasoning("Let me ").reasoning("see.").text("It is.").end(Stop.END));
    assertThat(Answers.reasoning(events)).isEqualTo("Let me see.");
    assertThat(Answers.text(events)).isEqualTo("It is.");
  }

  @Test
  void parallel_tool_calls_come_whole_although_they_are_sent_in_pieces() {
    List<ChatEvent> events =
        answer(
            Script.answer()
                .text("I look.")
                .calls(
                    new Call("c1", "query_metrics", List.of("{\"que", "ry\":\"up", "\"}")),
                    new Call("c2", "list_incidents", List.of("{", "}")))
                .end(Stop.TOOLS));
    List<ChatEvent.ToolCall> calls = Answers.only(events, ChatEvent.ToolCall.class);
    assertThat(calls)
        .extracting(ChatEvent.ToolCall::name)
        .containsExactly("query_metrics", "list_incidents");
    assertThat(calls)
        .extracting(ChatEvent.ToolCall::arguments)
        .containsExactly("{\"query\":\"up\"}", "{}");
    assertThat(calls).extracting(ChatEvent.ToolCall::id).doesNotHaveDuplicates().doesNotContain("");
    assertThat(events.getLast()).isEqualTo(new ChatEvent.Finished(StopReason.TOOL_CALLS));
  }

  @Test
  void a_call_of_a_tool_that_was_not_offered_is_told_apart() {
    List<ChatEvent> events =
        answer(Script.answer().calls(new Call("c1", "delete_all", List.of("{}"))).end(Stop.TOOLS));
    assertThat(Answers.only(events, BrokenToolCall.class))
        .singleElement()
        .satisfies(call -> {
          assertThat(call.name()).isEqualTo("delete_all");
          assertThat(call.problem()).isEqualTo(Problem.UNKNOWN_TOOL);
        });
    assertThat(Answers.only(events, ChatEvent.ToolCall.class)).isEmpty();
    assertThat(events.getLast()).isEqualTo(new ChatEvent.Finished(StopReason.TOOL_CALLS));
  }

  @Test
  void arguments_that_are_no_json_are_told_apart() {
    List<ChatEvent> events =
        answer(
            Script.answer()
                .calls(new Call("c1", "query_metrics", List.of("{\"query\":", "oops")))
                .end(Stop.TOOLS));
    assertThat(Answers.only(events, BrokenToolCall.class))
        .singleElement()
        .satisfies(call -> {
          assertThat(call.problem()).isEqualTo(Problem.INVALID_ARGUMENTS);
          assertThat(call.arguments()).contains("oops");
        });
  }

  @Test
  void the_usage_is_what_the_provider_counted() {
    List<ChatEvent> events = answer(Script.answer().text("Yes.").end(Stop.END));
    Usage usage = Answers.only(events, ChatEvent.Used.class).getFirst().usage();
    assertThat(usage.input()).isEqualTo(Script.COUNT.input());
    assertThat(usage.output()).isEqualTo(Script.COUNT.output());
    assertThat(usage.cachedInput()).isIn(0L, Script.COUNT.cached());
  }

  @Test
  void it_says_why_the_model_stopped() {
    for (Stop stop : List.of(Stop.LENGTH, Stop.REFUSAL, Stop.FILTER)) {
      if (says(stop)) {
        List<ChatEvent> events = answer(Script.answer().text("So ").end(stop));
        assertThat(events.getLast()).isEqualTo(new ChatEvent.Finished(reason(stop)));
      }
    }
  }

  private static StopReason reason(Stop stop) {
    return switch (stop) {
      case LENGTH -> StopReason.LENGTH;
      case REFUSAL -> StopReason.REFUSED;
      case FILTER -> StopReason.CONTENT_FILTER;
      case END, TOOLS -> throw new AssertionError();
    };
  }

  @ParameterizedTest
  @EnumSource(Trouble.class)
  void a_refusal_is_of_its_kind(Trouble trouble) {
    List<ChatEvent> events = answer(Script.refuse(wire(), trouble, Map.of()), AMPLE);
    if (trouble == Trouble.CONTENT_FILTER) {
      assertThat(events.getLast()).isEqualTo(filtered());
      return;
    }
    Kind expected =
        switch (trouble) {
          case RATE_LIMIT -> Kind.RATE_LIMITED;
          case NO_CREDIT -> Kind.QUOTA_SPENT;
          case SERVER_ERROR -> Kind.PROVIDER_ERROR;
          case OVERLOADED -> Kind.OVERLOADED;
          case CONTEXT_OVERFLOW -> Kind.CONTEXT_OVERFLOW;
          case BAD_KEY -> Kind.KEY_REFUSED;
          case NO_MODEL -> Kind.MODEL_UNKNOWN;
          case BAD_REQUEST -> Kind.REJECTED;
          case CONTENT_FILTER -> throw new AssertionError();
        };
    ChatFailure failure = Answers.failure(events);
    assertThat(failure.kind()).as(failure.message()).isEqualTo(expected);
    assertThat(failure.message()).isNotBlank();
  }

  ChatEvent.End filtered() {
    return new ChatEvent.Finished(StopReason.CONTENT_FILTER);
  }

  @Test
  void retry_after_is_read_as_seconds() {
    ChatFailure failure = refused(Map.of("Retry-After", "7"));
    assertThat(failure.retryAfter()).contains(Duration.ofSeconds(7));
  }

  @Test
  void retry_after_is_read_as_a_date() {
    String date =
        DateTimeFormatter.RFC_1123_DATE_TIME.format(NOW.plusSeconds(90).atOffset(ZoneOffset.UTC));
    ChatFailure failure = refused(Map.of("Retry-After", date));
    assertThat(failure.retryAfter()).contains(Duration.ofSeconds(90));
  }

  @Test
  void a_retry_after_that_is_nonsense_counts_as_none() {
    assertThat(refused(Map.of("Retry-After", "soon")).retryAfter()).isEmpty();
  }

  private ChatFailure refused(Map<String, String> headers) {
    return Answers.failure(answer(Script.refuse(wire(), Trouble.RATE_LIMIT, headers), AMPLE));
  }

  @Test
  void a_provider_that_says_nothing_is_given_up() {
    assertThat(Answers.failure(answer(Script.mute(), BRIEF)).kind()).isEqualTo(Kind.NO_ANSWER);
  }

  @Test
  void a_provider_that_only_begins_is_given_up() {
    Script headOnly = Script.headOnly().silence();
    assertThat(Answers.failure(answer(headOnly.in(wire()), BRIEF)).kind())
        .isEqualTo(Kind.NO_ANSWER);
  }

  @Test
  void signs_of_life_alone_are_no_answer() {
    Script lively = Script.headOnly().pings();
    assertThat(Answers.failure(answer(lively.in(wire()), BRIEF)).kind()).isEqualTo(Kind.NO_ANSWER);
  }

  @Test
  void an_answer_is_over_when_its_whole_time_is() {
    Script endless = Script.answer().text("And ").pings();
    assertThat(Answers.failure(answer(endless.in(wire()), HURRIED)).kind())
        .isEqualTo(Kind.TOO_LONG);
  }

  @Test
  void an_answer_that_stalls_is_given_up_and_what_came_is_kept() {
    List<ChatEvent> events = answer(Script.answer().text("Half").silence().in(wire()), FIDGETY);
    assertThat(Answers.text(events)).isEqualTo("Half");
    assertThat(Answers.failure(events).kind()).isEqualTo(Kind.STALLED);
  }

  @Test
  void a_connection_that_is_reset_is_a_broken_connection() {
    List<ChatEvent> events = answer(Script.answer().text("Half").reset());
    assertThat(Answers.failure(events).kind()).isEqualTo(Kind.CONNECTION);
  }

  @Test
  void an_answer_without_its_end_is_not_taken_for_a_whole_one() {
    List<ChatEvent> events = answer(Script.answer().text("Half"));
    assertThat(Answers.text(events)).isEqualTo("Half");
    assertThat(Answers.failure(events).kind()).isEqualTo(Kind.TRUNCATED);
  }

  @Test
  void an_answer_that_is_cut_within_a_frame_is_not_taken_for_a_whole_one() {
    List<ChatEvent> events = answer(Script.answer().text("Half").halfOf("the rest of it"));
    assertThat(Answers.text(events)).isEqualTo("Half");
    assertThat(Answers.failure(events).kind()).isIn(Kind.TRUNCATED, Kind.INVALID_ANSWER);
  }

  @Test
  void a_frame_that_breaks_the_format_ends_the_answer() {
    List<ChatEvent> events = answer(Script.answer().text("A").garbage().text("C").end(Stop.END));
    assertThat(Answers.text(events)).isEqualTo("A");
    assertThat(Answers.failure(events).kind()).isEqualTo(Kind.INVALID_ANSWER);
  }

  @Test
  void an_error_within_the_stream_ends_the_answer() {
    List<ChatEvent> events = answer(Script.answer().text("Half").error());
    assertThat(Answers.failure(events).kind()).isIn(Kind.PROVIDER_ERROR, Kind.OVERLOADED);
  }

  @Test
  void nobody_at_the_address_is_a_broken_connection() throws IOException {
    URI nobody;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = URI.create("http://127.0.0.1:" + socket.getLocalPort());
    }
    ChatFailure failure =
        Answers.failure(Answers.all(open(nobody, AMPLE, opened).stream(question())));
    assertThat(failure.kind()).isEqualTo(Kind.CONNECTION);
    assertThat(failure.message()).contains("refused");
  }

  @Test
  void cancelling_ends_the_stream_at_once_and_closes_the_connection() {
    CountDownLatch hungUp = new CountDownLatch(1);
    ModelServer server =
        serve((request, reply) -> {
          try {
            Script.answer().text("Half").in(wire()).answer(request, reply);
            while (true) {
              reply.piece(wire().open().ping().getFirst());
              Thread.onSpinWait();
            }
          } catch (IOException gone) {
            hungUp.countDown();
            throw gone;
          }
        });
    ChatStream stream = model(server, AMPLE).stream(question());
    ChatEvent event = stream.next();
    while (!(event instanceof ChatEvent.Text)) {
      event = stream.next();
    }
    stream.cancel();
    assertThat(stream.next())
        .isInstanceOfSatisfying(
            ChatEvent.Failed.class,
            failed -> assertThat(failed.failure().kind()).isEqualTo(Kind.CANCELLED));
    assertThatThrownBy(stream::next).isInstanceOf(IllegalStateException.class);
    Await.until("the connection is closed", () -> hungUp.getCount() == 0);
  }

  @Test
  void cancelling_from_another_thread_wakes_the_one_that_waits() {
    ChatStream stream = model(serve(Script.mute()), AMPLE).stream(question());
    Thread.ofVirtual().start(stream::cancel);
    assertThat(Answers.failure(Answers.all(stream)).kind()).isEqualTo(Kind.CANCELLED);
  }

  @Test
  void a_slow_reader_holds_the_provider_up() {
    int pieces = 1_500;
    String text = "x".repeat(16 << 10);
    AtomicInteger written = new AtomicInteger();
    ModelServer server =
        serve((request, reply) -> {
          reply.stream(wire().contentType());
          WireFormat.Frames frames = wire().open();
          for (byte[] frame : frames.begin(Script.COUNT)) {
            reply.piece(frame);
          }
          for (int i = 0; i < pieces; i++) {
            for (byte[] frame : frames.text(text)) {
              reply.piece(frame);
            }
            written.incrementAndGet();
          }
          for (byte[] frame : frames.end(Stop.END, Script.COUNT)) {
            reply.piece(frame);
          }
        });
    ChatStream stream = model(server, AMPLE).stream(question());
    int read = 0;
    int furthest = 0;
    long length = 0;
    for (ChatEvent event = stream.next();
        !(event instanceof ChatEvent.End);
        event = stream.next()) {
      if (event instanceof ChatEvent.Text piece) {
        read++;
        length += piece.text().length();
        if (read == 1) {
          // Now the server can run ahead as far as it gets.
          Await.settled("the server's pieces", written::get);
        }
        furthest = Math.max(furthest, written.get() - read);
      }
    }
    assertThat(length).isEqualTo((long) pieces * text.length());
    assertThat(furthest).isBetween(1, 1_200);
  }

  @Test
  void the_key_is_shown_to_the_provider_and_to_nobody_else() {
    ModelServer server =
        serve((request, reply) ->
            reply.whole(
                401,
                Map.of("Content-Type", "application/json"),
                "{\"error\":{\"message\":\"wrong key "
                    + KEY
                    + "\"},\"message\":\"no "
                    + KEY
                    + "\"}"));
    ChatModel model = model(server, AMPLE);
    ChatFailure failure = Answers.failure(Answers.all(model.stream(question())));
    assertThat(failure.kind()).isEqualTo(Kind.KEY_REFUSED);
    assertThat(failure.message()).doesNotContain(KEY).doesNotContain("secret");
    assertThat(server.requests().getFirst().headers().values())
        .anyMatch(value -> value.contains(KEY));
    assertThat(server.requests().getFirst().path()).doesNotContain(KEY);
    assertThat(model.toString()).doesNotContain(KEY);
  }

  @Test
  void a_page_of_html_is_not_an_answer() {
    ModelServer server =
        serve((request, reply) ->
            reply.whole(200, Map.of("Content-Type", "text/html"), "<html>Log in</html>"));
    Kind kind = Answers.failure(Answers.all(model(server, AMPLE).stream(question()))).kind();
    assertThat(kind).isEqualTo(Kind.INVALID_ANSWER);
  }

  @Test
  void a_second_question_uses_the_connection_of_the_first() {
    ModelServer server = serve(Script.answer().text("Yes.").end(Stop.END).in(wire()));
    ChatModel model = model(server, AMPLE);
    for (int i = 0; i < 3; i++) {
      assertThat(Answers.text(Answers.all(model.stream(question())))).isEqualTo("Yes.");
    }
    assertThat(server.connections()).isLessThanOrEqualTo(2);
  }

  @Test
  void a_hundred_answers_at_once_are_all_whole() throws InterruptedException {
    ModelServer server = serve(Script.answer().text("One ").text("two.").end(Stop.END).in(wire()));
    ChatModel model = model(server, AMPLE);
    AtomicInteger whole = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      threads.add(
          Thread.ofVirtual()
              .start(() -> {
                if (Answers.text(Answers.all(model.stream(question()))).equals("One two.")) {
                  whole.incrementAndGet();
                }
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(whole).hasValue(100);
  }
}
