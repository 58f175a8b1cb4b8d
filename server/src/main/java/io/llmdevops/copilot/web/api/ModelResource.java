package io.llmdevops.copilot.web.api;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.llmdevops.copilot.identity.Permission;
import io.llmdevops.copilot.identity.Requires;
import io.llmdevops.copilot.llm.CallRecord;
import io.llmdevops.copilot.llm.ModelInfo;
import io.llmdevops.copilot.llm.ModelProbe;
import io.llmdevops.copilot.llm.Models;
import io.llmdevops.copilot.llm.Price;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// The configured language models, and whether they answer.
@Path("/api/v1/models")
@Tag(name = "Models")
@Produces(MediaType.APPLICATION_JSON)
@Requires(Permission.READ)
public class ModelResource {
  private final Models models;

  ModelResource(Models models) {
    this.models = models;
  }

  @GET
  @Operation(summary = "All configured models by name, with the state of their providers")
  public ModelList list() {
    return new ModelList(models.list().stream().map(ModelBody::of).toList());
  }

  /// Costs a few dozen tokens, so it is not for everybody who may look.
  @POST
  @Path("/{name}/test")
  @Requires(Permission.OPERATE)
  @Operation(summary = "Ask a model for one word, without retries and fallbacks")
  public TestBody test(@PathParam("name") String name) {
    return TestBody.of(name, models.probe(name));
  }

  public record ModelList(List<ModelBody> items) {
    public ModelList {
      items = List.copyOf(items);
    }
  }

  /// Prices are for a million tokens, in the currency of the configuration. `fallback` is the place
  /// among the fallbacks, from 1. `in_flight` counts this pod's answers under way.
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record ModelBody(
      String name,
      boolean standard,
      @Nullable Integer fallback,
      String model,
      int maxOutputTokens,
      @Nullable Integer contextTokens,
      boolean images,
      @Nullable Double priceInput,
      @Nullable Double priceOutput,
      ProviderBody provider) {
    static ModelBody of(ModelInfo model) {
      ModelInfo.ProviderState provider = model.provider();
      ModelInfo.Limits limits = model.limits();
      return new ModelBody(
          model.name(),
          model.standard(),
          model.fallback().isPresent() ? model.fallback().getAsInt() : null,
          model.id(),
          limits.maxOutputTokens(),
          limits.contextTokens().isPresent() ? limits.contextTokens().getAsInt() : null,
          limits.images(),
          model.price().map(Price::input).orElse(null),
          model.price().map(Price::output).orElse(null),
          new ProviderBody(
              provider.name(),
              provider.type(),
              provider.address(),
              provider.breaker(),
              provider.inFlight(),
              provider.parallel()));
    }
  }

  /// `breaker` is `closed` (well), `open` (left alone after failures) or `half_open` (being tried).
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record ProviderBody(
      String name, String type, String address, String breaker, int inFlight, int parallel) {}

  /// `problem` is the kind of failure, such as `key_refused`, and `detail` its words; both are
  /// missing when `ok`.
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record TestBody(
      String name,
      boolean ok,
      @Nullable String problem,
      @Nullable String detail,
      String text,
      @Nullable String reportedModel,
      @Nullable Long firstTokenMs,
      long tookMs,
      long inputTokens,
      long outputTokens,
      double cost) {
    static TestBody of(String name, ModelProbe probe) {
      CallRecord call = probe.call();
      return new TestBody(
          name,
          probe.failure().isEmpty(),
          probe.failure().map(failure -> failure.kind().label()).orElse(null),
          probe.failure().map(failure -> failure.message()).orElse(null),
          probe.text(),
          probe.reported().orElse(null),
          call.firstToken().map(Duration::toMillis).orElse(null),
          call.took().toMillis(),
          call.usage().input(),
          call.usage().output(),
          call.cost());
    }
  }
}
