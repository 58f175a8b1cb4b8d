package io.llmdevops.copilot.platform.cache;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.nio.channels.ClosedChannelException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Keeps one connection that listens to channels, and makes a new one when it breaks. What is
/// published in between is missed, as the contract says.
final class RedisSubscriber implements AutoCloseable {
  private static final long RECONNECT_MILLIS = 500;

  private final Vertx vertx;
  private final RedisAddress address;
  private final BiConsumer<String, String> deliver;
  private final Consumer<Throwable> lost;
  private final Runnable found;

  /// Name in Redis, name of our callers.
  private final Map<String, String> channels = new ConcurrentHashMap<>();

  private @Nullable Future<RedisConnection> connection;
  private @Nullable Redis client;
  private int attempt;
  private boolean closed;

  RedisSubscriber(
      Vertx vertx,
      RedisAddress address,
      BiConsumer<String, String> deliver,
      Consumer<Throwable> lost,
      Runnable found) {
    this.vertx = vertx;
    this.address = address;
    this.deliver = deliver;
    this.lost = lost;
    this.found = found;
  }

  /// Complete when messages will be delivered from now on.
  synchronized Future<@Nullable Response> listenTo(String name, String callers) {
    if (channels.put(name, callers) != null) {
      return Future.succeededFuture();
    }
    return connect().compose(c -> c.send(Request.cmd(Command.SUBSCRIBE).arg(name)));
  }

  private synchronized Future<RedisConnection> connect() {
    Future<RedisConnection> existing = connection;
    if (existing != null) {
      return existing;
    }
    Redis made = Redis.createClient(vertx, address.oneConnection(attempt++));
    client = made;
    Future<RedisConnection> connecting =
        made.connect()
            .onSuccess(c -> {
              c.handler(this::received);
              c.exceptionHandler(this::broken);
              c.endHandler(end -> broken(new ClosedChannelException()));
            })
            .onFailure(this::broken);
    connection = connecting;
    return connecting;
  }

  private void received(@Nullable Response message) {
    if (message != null && message.size() == 3 && "message".equals(message.get(0).toString())) {
      String callers = channels.get(message.get(1).toString());
      if (callers != null) {
        deliver.accept(callers, message.get(2).toString());
      }
    }
  }

  private synchronized void broken(Throwable reason) {
    if (closed || connection == null) {
      return;
    }
    connection = null;
    if (client != null) {
      client.close();
      client = null;
    }
    lost.accept(reason);
    vertx.setTimer(RECONNECT_MILLIS, timer -> resubscribe());
  }

  private synchronized void resubscribe() {
    if (closed || connection != null || channels.isEmpty()) {
      return;
    }
    Request all = Request.cmd(Command.SUBSCRIBE);
    channels.keySet().forEach(all::arg);
    connect().compose(c -> c.send(all)).onSuccess(done -> found.run()).onFailure(this::broken);
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (client != null) {
      client.close();
    }
  }
}
