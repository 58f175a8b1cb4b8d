package io.llmdevops.copilot.llm.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmdevops.copilot.llm.Answers;
import io.llmdevops.copilot.llm.CallRecord;
import io.llmdevops.copilot.llm.CallRecord.Attempt;
import io.llmdevops.copilot.llm.ChatEvent;
import io.llmdevops.copilot.llm.ChatFailure;
import io.llmdevops.copilot.llm.ChatFailure.Kind;
import io.llmdevops.copilot.llm.ChatRequest;
import io.llmdevops.copilot.llm.ChatStream;
import io.llmdevops.copilot.llm.Image;
import io.llmdevops.copilot.llm.Message;
import io.llmdevops.copilot.llm.Price;
import io.llmdevops.copilot.llm.TurnBudget;
import io.llmdevops.copilot.llm.Usage;
import io.llmdevops.copilot.platform.telemetry.Meters;
import io.llmdevops.copilot.testkit.Await;
import io.llmdevops.copilot.testkit.SettableTime;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RoutedModelTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final SettableTime time = new SettableTime(Instant.parse("2026-11-28T08:00:00Z"));
  private final ScriptedModel first = new ScriptedModel("first");
  private final ScriptedModel second = new ScriptedModel("second");
  private final List<ProviderGate> gates = new ArrayList<>();

  private ProviderGate gate(int parallel, int failures) {
    ProviderGate gate =
        new ProviderGate(
            "p" + gates.size(),
            new ProviderGate.Limits(parallel, OptionalInt.empty(), Duration.ofMillis(60)),
            new ProviderGate.Caution(failures, Duration.ofSeconds(30)),
            time);
    gates.add(gate);
    return gate;
  }

  private Candidate candidate(ScriptedModel model, ProviderGate gate, boolean images) {
    return new Candidate(
        model,
        gate,
        new Price(1, 0.1, 10),
        new Candidate.Labels("openai", model.name() + "-id"),
        new Candidate.Limits(1_000, images));
  }

  private RoutedModel routed() {
    return routed(candidate(first, gate(4, 5), false), candidate(second, gate(4, 5), true));
  }

  private RoutedModel routed(Candidate... candidates) {
    return new RoutedModel(
        List.of(candidates),
        new RoutedModel.Policy(2, Duration.ofSeconds(5), Duration.ofMillis(2)),
        new Meters(registry),
        time,
        new Random(7));
  }

  private static List<ChatEvent> ask(RoutedModel model) {
    return Answers.all(model.stream(ChatRequest.of("Why?")));
  }

  private static CallRecord books(List<ChatEvent> events) {
    assertThat(events.get(events.size() - 2)).isInstanceOf(ChatEvent.Accounted.class);
    return ((ChatEvent.Accounted) events.get(events.size() - 2)).call();
  }

  @Test
  void an_answer_passes_through_with_its_books() {
    first.answers("Because.");
    List<ChatEvent> events = ask(routed());
    assertThat(Answers.text(events)).isEqualTo("Because.");
    CallRecord call = books(events);
    assertThat(call.answered()).contains("first");
    assertThat(call.fellBack()).isFalse();
    assertThat(call.usage()).isEqualTo(ScriptedModel.USAGE);
    assertThat(call.cost()).isEqualTo((100 * 1 + 10 * 10) / 1e6);
    assertThat(call.firstToken()).isPresent();
    assertThat(call.attempts()).containsExactly(new Attempt("first", "ok"));
  }

  @Test
  void a_passing_trouble_is_tried_again_and_the_caller_sees_one_answer() {
    first.fails(Kind.OVERLOADED).fails(Kind.CONNECTION).answers("Because.");
    List<ChatEvent> events = ask(routed());
    assertThat(Answers.text(events)).isEqualTo("Because.");
    assertThat(Answers.only(events, ChatEvent.Began.class)).hasSize(1);
    assertThat(books(events).attempts())
        .extracting(Attempt::outcome)
        .containsExactly("overloaded", "connection", "ok");
  }

  @Test
  void when_retries_do_not_help_the_fallback_answers_and_the_caller_sees_which() {
    first.fails(Kind.PROVIDER_ERROR);
    second.answers("Because.");
    List<ChatEvent> events = ask(routed());
    assertThat(Answers.text(events)).isEqualTo("Because.");
    assertThat(events.getFirst())
        .isInstanceOfSatisfying(
            ChatEvent.Began.class, began -> assertThat(began.model()).isEqualTo("second"));
    assertThat(first.requests).hasSize(3);
    assertThat(books(events).fellBack()).isTrue();
    assertThat(registry.counter("copilot.llm.fallbacks", "model", "first").count()).isEqualTo(1);
  }

  @Test
  void after_the_first_word_nothing_is_tried_again() {
    first.then(
        new ChatEvent.Text("Half"),
        new ChatEvent.Failed(new ChatFailure(Kind.CONNECTION, "reset")));
    second.answers("Other");
    List<ChatEvent> events = ask(routed());
    assertThat(Answers.text(events)).isEqualTo("Half");
    assertThat(Answers.failure(events).kind()).isEqualTo(Kind.CONNECTION);
    assertThat(first.requests).hasSize(1);
    assertThat(second.requests).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void each_kind_of_failure_leads_where_it_should(Kind kind) {
    first.fails(kind);
    second.answers("Other");
    List<ChatEvent> events = ask(routed());
    assertThat(first.requests).hasSize(kind.retriable() ? 3 : 1);
    assertThat(second.requests).hasSize(kind.elsewhere() ? 1 : 0);
    assertThat(Answers.text(events)).isEqualTo(kind.elsewhere() ? "Other" : "");
  }

  @Test
  void a_retry_after_is_kept_and_one_that_is_too_long_is_not_waited_for() {
    first
        .then(
            new ChatEvent.Failed(
                new ChatFailure(
                    Kind.RATE_LIMITED, "slow down", Optional.of(Duration.ofMillis(150)))))
        .answers("Because.");
    long begin = System.nanoTime();
    assertThat(Answers.text(ask(routed()))).isEqualTo("Because.");
    assertThat(System.nanoTime() - begin).isGreaterThanOrEqualTo(150_000_000L);

    ScriptedModel limited = new ScriptedModel("limited");
    limited.then(
        new ChatEvent.Failed(
            new ChatFailure(Kind.RATE_LIMITED, "slow down", Optional.of(Duration.ofMinutes(5)))));
    List<ChatEvent> events = ask(routed(candidate(limited, gate(4, 5), false)));
    assertThat(limited.requests).hasSize(1);
    assertThat(Answers.failure(events).retryAfter()).contains(Duration.ofMinutes(5));
  }

  @Test
  void a_provider_that_fails_again_and_again_is_left_alone_and_tried_after_the_pause() {
    first.fails(Kind.PROVIDER_ERROR);
    RoutedModel model = routed(candidate(first, gate(4, 3), false));
    ask(model);
    assertThat(gates.getFirst().state()).isEqualTo(Breaker.State.OPEN);
    List<ChatEvent> paused = ask(model);
    assertThat(Answers.failure(paused).kind()).isEqualTo(Kind.PAUSED);
    assertThat(first.requests).hasSize(3);
    time.advance(Duration.ofSeconds(31));
    ask(model);
    assertThat(first.requests).hasSizeGreaterThan(3);
  }

  @Test
  void all_retries_to_a_provider_together_are_bounded() {
    first.fails(Kind.RATE_LIMITED);
    RoutedModel model = routed(candidate(first, gate(4, 1_000), false));
    for (int i = 0; i < 50; i++) {
      ask(model);
    }
    assertThat(first.requests).hasSizeBetween(70, 71);
  }

  @Test
  void no_more_answers_are_under_way_than_allowed() {
    first.hangs();
    RoutedModel model = routed(candidate(first, gate(1, 5), false));
    ChatStream stream = model.stream(ChatRequest.of("Why?"));
    Thread reader = Thread.ofVirtual().start(() -> Answers.all(stream));
    Await.until("the first is under way", () -> gates.getFirst().inFlight() == 1);
    assertThat(Answers.failure(ask(model)).kind()).isEqualTo(Kind.BUSY);
    stream.cancel();
    Await.until("its place is free", () -> gates.getFirst().inFlight() == 0);
    Await.until("the reader is done", () -> !reader.isAlive());
  }

  @Test
  void closing_gives_the_place_back() {
    first.answers("Because.");
    RoutedModel model = routed(candidate(first, gate(1, 5), false));
    try (ChatStream stream = model.stream(ChatRequest.of("Why?"))) {
      assertThat(stream.next()).isInstanceOf(ChatEvent.Began.class);
    }
    assertThat(gates.getFirst().inFlight()).isZero();
  }

  @Test
  void cancelling_during_the_wait_for_a_retry_ends_the_call_at_once() {
    first.then(
        new ChatEvent.Failed(
            new ChatFailure(Kind.OVERLOADED, "later", Optional.of(Duration.ofSeconds(4)))));
    ChatStream stream = routed().stream(ChatRequest.of("Why?"));
    long begin = System.nanoTime();
    Thread.ofVirtual()
        .start(() -> {
          Await.until("it failed once", () -> first.requests.size() == 1);
          stream.cancel();
        });
    assertThat(Answers.failure(Answers.all(stream)).kind()).isEqualTo(Kind.CANCELLED);
    assertThat(System.nanoTime() - begin).isLessThan(3_500_000_000L);
    assertThat(second.requests).isEmpty();
  }

  @Test
  void a_spent_budget_asks_nobody() {
    first.answers("Because.");
    TurnBudget budget = new TurnBudget(10_000, 1);
    budget.spend(new Usage(9_000, 0, 2_000, 0), 0.1);
    RoutedModel model = routed();
    List<ChatEvent> events =
        Answers.all(
            model.stream(ChatRequest.of("Why?").with(ChatRequest.Limits.NONE.with(budget))));
    assertThat(Answers.failure(events).kind()).isEqualTo(Kind.BUDGET_SPENT);
    assertThat(first.requests).isEmpty();
    assertThat(books(events).answered()).isEmpty();
  }

  @Test
  void a_turn_spends_its_budget_call_by_call_and_bounds_the_answers() {
    first.answers("Because.");
    TurnBudget budget = new TurnBudget(300, 1);
    RoutedModel model = routed();
    ChatRequest request = ChatRequest.of("Why?").with(ChatRequest.Limits.NONE.with(budget));
    Answers.all(model.stream(request));
    assertThat(budget.tokensLeft()).isEqualTo(190);
    assertThat(budget.costLeft()).isLessThan(1);
    Answers.all(model.stream(request));
    assertThat(first.requests.get(1).limits().maxOutputTokens().orElseThrow()).isEqualTo(189);
  }

  @Test
  void images_go_to_the_first_model_that_takes_them() {
    first.answers("no");
    second.answers("A chart.");
    ChatRequest request =
        new ChatRequest(
            Optional.empty(),
            List.of(new Message.User("What is it?", List.of(new Image("image/png", new byte[9])))),
            List.of(),
            ChatRequest.Limits.NONE);
    assertThat(Answers.text(Answers.all(routed().stream(request)))).isEqualTo("A chart.");
    assertThat(first.requests).isEmpty();
  }

  @Test
  void when_all_fail_the_message_says_what_each_said() {
    first.fails(Kind.KEY_REFUSED);
    second.fails(Kind.MODEL_UNKNOWN);
    ChatFailure failure = Answers.failure(ask(routed()));
    assertThat(failure.message()).contains("first: told so").contains("second: told so");
  }

  @Test
  void metrics_are_those_of_the_conventions_for_generative_ai() {
    first.fails(Kind.OVERLOADED).answers("Because.");
    ask(routed());
    String[] labels = {
      "gen_ai.operation.name",
      "chat",
      "gen_ai.provider.name",
      "openai",
      "gen_ai.request.model",
      "first-id"
    };
    assertThat(
            registry
                .get("gen_ai.client.operation.duration")
                .tags(labels)
                .tag("error.type", "none")
                .timer()
                .count())
        .isEqualTo(1);
    assertThat(
            registry
                .get("gen_ai.client.operation.duration")
                .tags(labels)
                .tag("error.type", "overloaded")
                .timer()
                .count())
        .isEqualTo(1);
    assertThat(
            registry
                .get("gen_ai.client.operation.time_to_first_chunk")
                .tags(labels)
                .timer()
                .count())
        .isEqualTo(1);
    assertThat(
            registry
                .get("gen_ai.client.token.usage")
                .tags(labels)
                .tag("gen_ai.token.type", "input")
                .summary()
                .totalAmount())
        .isEqualTo(100);
    assertThat(registry.get("copilot.llm.cost").tag("model", "first").counter().count())
        .isEqualTo(200 / 1e6);
    assertThat(
            registry
                .get("copilot.llm.calls")
                .tag("model", "first")
                .tag("outcome", "ok")
                .counter()
                .count())
        .isEqualTo(1);
    assertThat(registry.get("copilot.llm.retries").tag("model", "first").counter().count())
        .isEqualTo(1);
  }
}
