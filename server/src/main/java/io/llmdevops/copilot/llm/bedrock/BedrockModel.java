package io.llmdevops.copilot.llm.bedrock;

import io.llmdevops.copilot.llm.ChatFailure.Kind;
import io.llmdevops.copilot.llm.ChatModel;
import io.llmdevops.copilot.llm.ChatRequest;
import io.llmdevops.copilot.llm.ChatStream;
import io.llmdevops.copilot.llm.http.ModelId;
import io.llmdevops.copilot.llm.stream.Answer;
import io.llmdevops.copilot.llm.stream.ChatFailed;
import io.llmdevops.copilot.llm.stream.Patience;
import io.llmdevops.copilot.llm.stream.PumpedStream;
import io.llmdevops.copilot.llm.stream.Sink;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamRequest;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamResponseHandler;

/// A model of Amazon Bedrock, over ConverseStream. The SDK calls back on threads of its own, which
/// must not block; what it brings goes over a [Handover] to the thread that feeds the stream.
public final class BedrockModel implements ChatModel {
  private final ModelId model;
  private final Patience patience;
  private final BedrockAccess access;

  public BedrockModel(ModelId model, Patience patience, BedrockAccess access) {
    this.model = model;
    this.patience = patience;
    this.access = access;
  }

  @Override
  public String name() {
    return model.name();
  }

  @Override
  public ChatStream stream(ChatRequest request) {
    return PumpedStream.start(model.name(), patience, sink -> read(request, sink));
  }

  private void read(ChatRequest request, Sink sink) throws InterruptedException {
    ConverseStreamRequest asked = ConverseRequest.of(model, request);
    Handover handover = new Handover();
    ConverseStreamResponseHandler handler =
        ConverseStreamResponseHandler.builder()
            .onEventStream(handover::attach)
            .onError(handover::failed)
            .build();
    CompletableFuture<Void> exchange;
    try {
      exchange = access.client().converseStream(asked, handler);
    } catch (RuntimeException e) {
      throw new ChatFailed(BedrockFailures.of(e, access.time().instant()));
    }
    sink.onStop(() -> exchange.cancel(true));
    var _ =
        exchange.whenComplete((done, failure) -> {
          if (failure == null) {
            handover.ended();
          } else {
            handover.failed(failure);
          }
        });
    ConverseReader reader = new ConverseReader(model, new Answer(request, sink));
    for (Handover.Item item = handover.take();
        !(item instanceof Handover.Ended);
        item = handover.take()) {
      sink.touch();
      switch (item) {
        case Handover.Came came -> reader.event(came.event());
        case Handover.Failed failed ->
            throw new ChatFailed(BedrockFailures.of(failed.cause(), access.time().instant()));
        case Handover.Ended ended -> throw new ChatFailed(Kind.DEFECT, ended.toString());
      }
    }
    reader.end();
  }
}
