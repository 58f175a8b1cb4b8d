package io.llmdevops.copilot.llm.routing;

import io.llmdevops.copilot.llm.ChatEvent;
import io.llmdevops.copilot.llm.ChatFailure;
import io.llmdevops.copilot.llm.ChatFailure.Kind;
import io.llmdevops.copilot.llm.ChatRequest;
import io.llmdevops.copilot.llm.ChatStream;
import io.llmdevops.copilot.llm.TurnBudget;
import io.llmdevops.copilot.llm.Usage;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One call over its attempts. Until the caller has seen a piece of an answer, a failure leads to a
/// retry or to the next candidate; afterwards it ends the call, since the pieces cannot be taken
/// back. All of it runs on the thread that reads the events.
final class RoutedStream implements ChatStream {
  private final RoutedModel model;
  private final ChatRequest request;
  private final Books books;
  private final Deque<ChatEvent> ready = new ArrayDeque<>();
  private final CountDownLatch cancelled = new CountDownLatch(1);
  private final List<String> troubles = new ArrayList<>();
  private int candidate;
  private int retries;
  private Duration waited = Duration.ZERO;
  private boolean delivered;
  private boolean ended;
  private @Nullable ChatEvent held;
  private volatile @Nullable ChatStream current;

  RoutedStream(RoutedModel model, ChatRequest request) {
    this.model = model;
    this.request = request;
    this.books = new Books(model, request);
  }

  @Override
  public ChatEvent next() {
    if (ended) {
      throw new IllegalStateException("the end was read already");
    }
    while (ready.isEmpty()) {
      ChatStream stream = current;
      if (stream == null) {
        open();
      } else {
        take(stream.next());
      }
    }
    ChatEvent event = ready.removeFirst();
    ended = event instanceof ChatEvent.End;
    return event;
  }

  private Candidate at() {
    return model.candidates().get(candidate);
  }

  /// Begins an attempt, or ends the call.
  private void open() {
    Optional<ChatFailure> objection = objection();
    if (objection.isPresent()) {
      finish(new ChatEvent.Failed(objection.get()));
      return;
    }
    Optional<ChatFailure> barred;
    try {
      barred = barred();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      cancelled.countDown();
      barred = Optional.of(new ChatFailure(Kind.CANCELLED, "interrupted"));
    }
    if (barred.isPresent()) {
      ChatEvent.Failed failed = new ChatEvent.Failed(barred.get());
      books.attemptEnds(at(), failed, false);
      failed(failed);
      return;
    }
    books.attemptBegins();
    ChatStream stream = at().adapter().stream(request.with(limits()));
    current = stream;
    // Cancelled while it was opened: nobody else closes it.
    if (cancelled.getCount() == 0) {
      stream.cancel();
    }
  }

  private Optional<ChatFailure> objection() {
    if (cancelled.getCount() == 0) {
      return Optional.of(new ChatFailure(Kind.CANCELLED, "cancelled"));
    }
    return request
        .limits()
        .budget()
        .flatMap(budget -> budget.objection(request.estimatedTokens()))
        .map(spent -> new ChatFailure(Kind.BUDGET_SPENT, spent));
  }

  private Optional<ChatFailure> barred() throws InterruptedException {
    if (request.hasImages() && !at().limits().images()) {
      return Optional.of(
          new ChatFailure(
              Kind.MODEL_UNKNOWN,
              "takes no images (copilot.llm.models." + at().name() + ".images)"));
    }
    return at().gate().enter(() -> cancelled.getCount() == 0);
  }

  /// What is left of the turn's budget bounds the answer.
  private ChatRequest.Limits limits() {
    ChatRequest.Limits asked = request.limits();
    int most =
        Math.min(
            asked.maxOutputTokens().orElse(Integer.MAX_VALUE), at().limits().maxOutputTokens());
    long left =
        asked
            .budget()
            .map(TurnBudget::tokensLeft)
            .map(tokens -> tokens - request.estimatedTokens())
            .orElse(Long.MAX_VALUE);
    return new ChatRequest.Limits(
        OptionalInt.of(Math.clamp(left, 1, most)), asked.temperature(), asked.budget());
  }

  private void take(ChatEvent event) {
    switch (event) {
      // Held back until something follows it, since another model may answer in the end.
      case ChatEvent.Began began -> held = began;
      case ChatEvent.Text text -> deliver(text);
      case ChatEvent.Reasoning reasoning -> deliver(reasoning);
      case ChatEvent.ToolCall call -> deliver(call);
      case ChatEvent.BrokenToolCall call -> {
        model.meters().broken(at(), call.problem());
        deliver(call);
      }
      case ChatEvent.Continuation continuation -> deliver(continuation);
      case ChatEvent.Used used -> books.used(at(), used.usage());
      case ChatEvent.Accounted foreign -> {}
      case ChatEvent.End end -> attemptEnds(end);
    }
  }

  private void deliver(ChatEvent event) {
    books.chunk(at());
    delivered = true;
    release();
    ready.add(event);
  }

  private void release() {
    ChatEvent first = held;
    if (first != null) {
      ready.add(first);
      held = null;
    }
  }

  private void attemptEnds(ChatEvent.End end) {
    current = null;
    at().gate().leave(end);
    books.attemptEnds(at(), end, true);
    switch (end) {
      case ChatEvent.Finished finished -> {
        release();
        finish(finished);
      }
      case ChatEvent.Failed failed -> failed(failed);
    }
  }

  /// Decides what follows a failed attempt.
  private void failed(ChatEvent.Failed failed) {
    ChatFailure failure = failed.failure();
    troubles.add(at().name() + ": " + failure.message());
    if (delivered || failure.kind() == Kind.CANCELLED) {
      release();
      finish(failed);
      return;
    }
    held = null;
    if (failure.kind().retriable() && retry(failure)) {
      return;
    }
    if (failure.kind().elsewhere() && candidate + 1 < model.candidates().size()) {
      model.meters().fallback(at());
      candidate++;
      retries = 0;
      return;
    }
    finish(new ChatEvent.Failed(together(failure)));
  }

  /// Waits, when another attempt at the same model is due.
  private boolean retry(ChatFailure failure) {
    if (retries >= model.policy().retries()) {
      return false;
    }
    Duration pause = failure.retryAfter().orElseGet(() -> model.pause(retries));
    if (waited.plus(pause).compareTo(model.policy().within()) > 0 || !at().gate().mayRetry()) {
      return false;
    }
    retries++;
    waited = waited.plus(pause);
    model.meters().retry(at());
    try {
      // When it is cancelled meanwhile the next attempt does not begin.
      var _ = cancelled.await(pause.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      cancelled.countDown();
    }
    return true;
  }

  /// When several models were asked, what each said.
  private ChatFailure together(ChatFailure last) {
    return candidate == 0
        ? last
        : new ChatFailure(
            last.kind(),
            String.join("; ", troubles.stream().distinct().toList()),
            last.retryAfter());
  }

  private void finish(ChatEvent.End end) {
    if (!books.usage().equals(Usage.NONE)) {
      ready.add(new ChatEvent.Used(books.usage()));
    }
    ready.add(new ChatEvent.Accounted(books.close(end)));
    ready.add(end);
  }

  @Override
  public void cancel() {
    cancelled.countDown();
    ChatStream stream = current;
    if (stream != null) {
      stream.cancel();
    }
  }

  /// The place at the provider is given back when the end is read, so it is read here.
  @Override
  public void close() {
    if (!ended) {
      cancel();
      while (!(next() instanceof ChatEvent.End)) {
        // Nobody wants them.
      }
    }
  }
}
