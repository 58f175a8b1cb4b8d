package io.llmdevops.copilot.llm.routing;

import io.llmdevops.copilot.llm.CallRecord;
import io.llmdevops.copilot.llm.CallRecord.Attempt;
import io.llmdevops.copilot.llm.ChatEvent;
import io.llmdevops.copilot.llm.ChatRequest;
import io.llmdevops.copilot.llm.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// The books of one call, while it runs.
final class Books {
  private static final Logger LOG = Logger.getLogger(Books.class);

  private final RoutedModel model;
  private final ChatRequest request;
  private final Instant began;
  private final long beganNanos = System.nanoTime();
  private final List<Attempt> attempts = new ArrayList<>();
  private @Nullable Duration firstToken;
  private Usage usage = Usage.NONE;
  private double cost;
  private long attemptBegan;
  private boolean chunks;

  Books(RoutedModel model, ChatRequest request) {
    this.model = model;
    this.request = request;
    this.began = model.time().instant();
  }

  void attemptBegins() {
    attemptBegan = System.nanoTime();
    chunks = false;
  }

  void chunk(Candidate candidate) {
    if (!chunks) {
      chunks = true;
      long now = System.nanoTime();
      model.meters().firstChunk(candidate.labels(), Duration.ofNanos(now - attemptBegan));
      if (firstToken == null) {
        firstToken = Duration.ofNanos(now - beganNanos);
      }
    }
  }

  void used(Candidate candidate, Usage more) {
    double price = candidate.price().of(more);
    usage = usage.plus(more);
    cost += price;
    request.limits().budget().ifPresent(budget -> budget.spend(more, price));
    model.meters().usage(candidate.labels(), more);
    model.meters().cost(candidate, price);
  }

  /// @param asked whether the provider was asked at all
  void attemptEnds(Candidate candidate, ChatEvent.End end, boolean asked) {
    String outcome = outcome(end);
    attempts.add(new Attempt(candidate.name(), outcome));
    if (asked) {
      model
          .meters()
          .attempt(
              candidate.labels(),
              Duration.ofNanos(System.nanoTime() - attemptBegan),
              end instanceof ChatEvent.Finished ? "none" : outcome);
    }
  }

  private static String outcome(ChatEvent.End end) {
    return switch (end) {
      case ChatEvent.Finished finished -> ModelMeters.OK;
      case ChatEvent.Failed failed -> failed.failure().kind().label();
    };
  }

  Usage usage() {
    return usage;
  }

  CallRecord close(ChatEvent.End end) {
    CallRecord call =
        new CallRecord(
            model.name(),
            attempts.isEmpty() ? Optional.empty() : Optional.of(attempts.getLast().model()),
            began,
            Duration.ofNanos(System.nanoTime() - beganNanos),
            Optional.ofNullable(firstToken),
            usage,
            cost,
            attempts);
    model.meters().call(call, outcome(end));
    LOG.infof(
        "model call: asked %s, %s by %s after %d ms, first token %s, %d tokens in, %d out, cost"
            + " %s, %d attempts",
        call.asked(),
        outcome(end),
        call.answered().orElse("nobody"),
        call.took().toMillis(),
        call.firstToken().map(first -> first.toMillis() + " ms").orElse("never"),
        call.usage().input(),
        call.usage().output(),
        String.format(Locale.ROOT, "%.6f", call.cost()),
        call.attempts().size());
    return call;
  }
}
