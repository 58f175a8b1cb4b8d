package io.llmdevops.copilot.llm.http;

import com.fasterxml.jackson.core.JacksonException;
import io.llmdevops.copilot.llm.ChatFailure.Kind;
import io.llmdevops.copilot.llm.ChatModel;
import io.llmdevops.copilot.llm.ChatRequest;
import io.llmdevops.copilot.llm.ChatStream;
import io.llmdevops.copilot.llm.StopReason;
import io.llmdevops.copilot.llm.Usage;
import io.llmdevops.copilot.llm.http.Dialect.FrameReader;
import io.llmdevops.copilot.llm.stream.Answer;
import io.llmdevops.copilot.llm.stream.ChatFailed;
import io.llmdevops.copilot.llm.stream.Patience;
import io.llmdevops.copilot.llm.stream.PumpedStream;
import io.llmdevops.copilot.llm.stream.Sink;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// A model behind an HTTP API that streams JSON.
public final class HttpChatModel implements ChatModel {
  /// Of an error's body; providers' errors are short, those of proxies are pages.
  private static final int MAX_ERROR_BYTES = 64 << 10;

  /// For the end of a connection that could be used again.
  private static final long END_WITHIN_MS = 1_000;

  private final ModelId model;
  private final Endpoint endpoint;
  private final Dialect dialect;
  private final Patience patience;
  private final ModelHttp http;
  private final InstantSource time;

  public HttpChatModel(
      ModelId model,
      Endpoint endpoint,
      Dialect dialect,
      Patience patience,
      ModelHttp http,
      InstantSource time) {
    this.model = model;
    this.endpoint = endpoint;
    this.dialect = dialect;
    this.patience = patience;
    this.http = http;
    this.time = time;
  }

  @Override
  public String name() {
    return model.name();
  }

  @Override
  public ChatStream stream(ChatRequest request) {
    return PumpedStream.start(model.name(), patience, sink -> read(request, sink));
  }

  private void read(ChatRequest request, Sink sink) throws IOException, InterruptedException {
    HttpResponse<InputStream> response = http.send(request(request));
    sink.touch();
    InputStream body = new LiveBody(response.body(), sink);
    sink.onStop(() -> close(body));
    Answer answer = new Answer(request, sink);
    if (response.statusCode() != 200) {
      refused(response, body, answer);
      return;
    }
    requireStream(response);
    frames(body, dialect.reader(model, request, answer), answer);
    drain(body);
  }

  private HttpRequest request(ChatRequest request) {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(endpoint.resolve(dialect.path(model)))
            .header("Content-Type", "application/json")
            .header("Accept", "text/event-stream, application/json, application/x-ndjson");
    endpoint.key().value().map(dialect::authorization).ifPresent(h -> h.forEach(builder::header));
    endpoint.headers().forEach(builder::setHeader);
    var body = dialect.body(model, request);
    body.setAll(model.extra());
    return builder.POST(BodyPublishers.ofString(body.toString())).build();
  }

  private void refused(HttpResponse<InputStream> response, InputStream body, Answer answer)
      throws IOException, InterruptedException {
    String text = new String(body.readNBytes(MAX_ERROR_BYTES), StandardCharsets.UTF_8);
    close(body);
    ProviderError error = ProviderError.parse(text);
    if (response.statusCode() == 400 && error.isContentFilter()) {
      answer.finish(StopReason.CONTENT_FILTER, Usage.NONE);
      return;
    }
    throw new ChatFailed(
        error.failure(
            response.statusCode(), RetryAfter.of(response.headers(), time), endpoint::scrub));
  }

  private void requireStream(HttpResponse<InputStream> response) {
    String type = response.headers().firstValue("Content-Type").orElse("");
    if (type.startsWith("text/html")) {
      throw new ChatFailed(
          Kind.INVALID_ANSWER,
          endpoint.shown() + " answered with a page of HTML; is the URL that of the API?");
    }
  }

  private void frames(InputStream body, FrameReader reader, Answer answer)
      throws IOException, InterruptedException {
    FrameSource source =
        switch (dialect.framing()) {
          case EVENTS -> new EventFrames(body);
          case LINES -> new LineFrames(body);
        };
    try {
      while (!answer.finished() && source.advance()) {
        reader.frame(source.event(), source.data());
      }
      reader.end();
    } catch (JacksonException e) {
      throw new ChatFailed(
          Kind.INVALID_ANSWER,
          "what came is not JSON as it should be: " + endpoint.scrub(e.getOriginalMessage()));
    }
  }

  /// A body that was read to its end leaves a connection for the next request. Some servers keep
  /// theirs open after the last event; they are not waited for long.
  private static void drain(InputStream body) throws IOException {
    var giveUp =
        CompletableFuture.runAsync(
            () -> close(body),
            CompletableFuture.delayedExecutor(END_WITHIN_MS, TimeUnit.MILLISECONDS));
    body.skip(MAX_ERROR_BYTES);
    giveUp.cancel(false);
    close(body);
  }

  private static void close(InputStream body) {
    try {
      body.close();
    } catch (IOException e) {
      // It is closed all the same.
    }
  }
}
