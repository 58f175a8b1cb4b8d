package io.llmdevops.copilot.cli.doctor;

import io.llmdevops.copilot.llm.ChatFailure;
import io.llmdevops.copilot.llm.ConfiguredModels;
import io.llmdevops.copilot.llm.LlmSettings;
import io.llmdevops.copilot.llm.MaskingSettings;
import io.llmdevops.copilot.llm.ModelInfo;
import io.llmdevops.copilot.llm.ModelProbe;
import io.llmdevops.copilot.llm.Models;
import io.llmdevops.copilot.platform.config.Configuration;
import io.llmdevops.copilot.platform.config.ConfigurationError;
import io.llmdevops.copilot.platform.telemetry.Meters;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Asks each configured model for one word, all at once.
final class ModelChecks {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final Configuration configuration;
  private final InstantSource time;

  ModelChecks(Configuration configuration, InstantSource time) {
    this.configuration = configuration;
    this.time = time;
  }

  List<Finding> models() {
    try (Models models =
        ConfiguredModels.open(
            configuration.settings(LlmSettings.class),
            configuration.settings(MaskingSettings.class),
            Meters.unread(),
            time,
            new SecureRandom())) {
      if (models.list().isEmpty()) {
        return List.of(Finding.ok("models", "none configured; none is needed"));
      }
      return probed(models);
    } catch (ConfigurationError e) {
      return e.problems().stream()
          .map(problem -> Finding.fail("models", problem, "See docs/use/models.md."))
          .toList();
    }
  }

  private static List<Finding> probed(Models models) {
    Map<ModelInfo, FutureTask<ModelProbe>> probes = new LinkedHashMap<>();
    for (ModelInfo model : models.list()) {
      FutureTask<ModelProbe> probe = new FutureTask<>(() -> models.probe(model.name()));
      probes.put(model, probe);
      Thread.ofVirtual().name("probe-" + model.name()).start(probe);
    }
    long deadline = System.nanoTime() + LIMIT.toNanos();
    return probes.entrySet().stream()
        .map(probe -> finding(probe.getKey(), probe.getValue(), deadline))
        .toList();
  }

  private static Finding finding(ModelInfo model, FutureTask<ModelProbe> probe, long deadline) {
    String check = "model " + model.name();
    try {
      ModelProbe answer =
          probe.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
      return answer
          .failure()
          .map(failure -> Finding.fail(check, failure.message(), mend(model, failure.kind())))
          .orElseGet(() ->
              Finding.ok(
                  check,
                  "answers, the first token after "
                      + answer.call().firstToken().map(Duration::toMillis).orElse(0L)
                      + " ms"));
    } catch (TimeoutException e) {
      probe.cancel(true);
      return Finding.fail(
          check,
          "no answer within " + LIMIT.toSeconds() + " s",
          mend(model, ChatFailure.Kind.NO_ANSWER));
    } catch (ExecutionException e) {
      return Finding.fail(check, String.valueOf(e.getCause()), "See docs/use/models.md.");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Finding.fail(check, "interrupted", "Try again.");
    }
  }

  private static String mend(ModelInfo model, ChatFailure.Kind kind) {
    String provider = "copilot.llm.providers." + model.provider().name();
    return switch (kind) {
      case KEY_REFUSED ->
          "Set a key that may use this model: " + provider + ".api-key-file (or api-key).";
      case MODEL_UNKNOWN ->
          "Mend copilot.llm.models." + model.name() + ".model: what the provider calls it.";
      case QUOTA_SPENT -> "Top up the account at the provider.";
      case CONNECTION, INVALID_ANSWER, TRUNCATED ->
          "See that "
              + provider
              + ".url is the base of its API, and that this machine may reach "
              + model.provider().address()
              + ".";
      case NO_ANSWER, STALLED, TOO_LONG ->
          "See that the model is loaded and the provider well, or raise "
              + provider
              + ".first-token-timeout.";
      case RATE_LIMITED, OVERLOADED, PROVIDER_ERROR ->
          "Try again later; a model in copilot.llm.fallbacks would answer meanwhile.";
      case REJECTED, CONTEXT_OVERFLOW ->
          "Mend copilot.llm.models."
              + model.name()
              + ".body and max-output-tokens: the provider does not take them.";
      case BUDGET_SPENT, BUSY, PAUSED, CANCELLED, DEFECT -> "See docs/use/models.md.";
    };
  }
}
