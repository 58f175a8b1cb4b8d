package io.llmdevops.copilot.app;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Takes what an OTLP exporter sends, over HTTP/1.1 or as gRPC over HTTP/2 without TLS.
final class TraceCollector implements AutoCloseable {
  /// Of gRPC: not compressed, no bytes; the empty answer that says "all taken".
  private static final byte[] EMPTY_MESSAGE = new byte[5];

  private final Vertx vertx = Vertx.vertx();
  private final List<Export> received = new CopyOnWriteArrayList<>();

  /// @param body protobuf, in which the texts of a span can be read
  record Export(String path, String body) {}

  private TraceCollector() {}

  static TraceCollector listen(int port) {
    TraceCollector collector = new TraceCollector();
    HttpServer server =
        collector.vertx.createHttpServer(new HttpServerOptions().setHost("127.0.0.1"));
    server
        .requestHandler(collector::take)
        .listen(port)
        .toCompletionStage()
        .toCompletableFuture()
        .join();
    return collector;
  }

  List<Export> received() {
    return List.copyOf(received);
  }

  private void take(HttpServerRequest request) {
    request.bodyHandler(body -> {
      received.add(new Export(request.path(), body.toString(StandardCharsets.ISO_8859_1)));
      String type = String.valueOf(request.getHeader("content-type"));
      request.response().putHeader("content-type", type);
      if (type.startsWith("application/grpc")) {
        request.response().putTrailer("grpc-status", "0").end(Buffer.buffer(EMPTY_MESSAGE));
      } else {
        request.response().end();
      }
    });
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
