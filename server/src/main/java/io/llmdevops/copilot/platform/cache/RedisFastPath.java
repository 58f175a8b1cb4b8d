package io.llmdevops.copilot.platform.cache;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Over Redis 7. Connects when it is first needed; while Redis is away each call answers at once,
/// from what this pod knows by itself, and one line in the log says so. Blocks its caller for at
/// most the time-out, so it is not for event loops (`publish` is: it does not wait).
public final class RedisFastPath implements FastPath {
  private static final Logger LOG = Logger.getLogger(RedisFastPath.class);
  private static final String PREFIX = "copilot:";

  /// While Redis is away it is tried this often.
  private static final long TRY_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(1);

  /// Counting and setting the end of the window must not come apart.
  private static final String COUNT =
      """
      local n = redis.call('INCR', KEYS[1])
      if n == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
      return n
      """;

  private final Vertx vertx;
  private final RedisAddress address;
  private final Redis client;
  private final RedisSubscriber subscriber;
  private final InProcessFastPath local;
  private final Duration timeout;
  private final AtomicReference<@Nullable String> trouble = new AtomicReference<>();
  private final AtomicLong lastTry = new AtomicLong();

  /// One connection, so that messages keep their order.
  private volatile Redis publisher;

  private final AtomicInteger publishers = new AtomicInteger();

  public RedisFastPath(Vertx vertx, RedisSettings settings, InProcessFastPath local) {
    this.vertx = vertx;
    this.address = RedisAddress.of(settings);
    this.publisher = publisher(0);
    this.client = Redis.createClient(vertx, address.commands());
    this.local = local;
    this.timeout = settings.timeout();
    this.subscriber = new RedisSubscriber(vertx, address, local::publish, this::lost, this::found);
  }

  @Override
  public void publish(String channel, String message) {
    InProcessFastPath.checkSize(message);
    if (resting()) {
      local.publish(channel, message);
      return;
    }
    int generation = publishers.get();
    publisher
        .send(Request.cmd(Command.PUBLISH).arg(PREFIX + channel).arg(message))
        .onSuccess(done -> found())
        .onFailure(e -> {
          lost(e);
          replace(generation);
          local.publish(channel, message);
        });
  }

  private Redis publisher(int attempt) {
    return Redis.createClient(vertx, address.oneConnection(attempt).setMaxPoolSize(1));
  }

  /// In a cluster the next one uses another node.
  private void replace(int generation) {
    if (publishers.compareAndSet(generation, generation + 1)) {
      Redis broken = publisher;
      publisher = publisher(generation + 1);
      broken.close();
    }
  }

  @Override
  public Subscription subscribe(String channel, Consumer<String> listener) {
    Subscription subscription = local.subscribe(channel, listener);
    await(subscriber.listenTo(PREFIX + channel, channel));
    return subscription;
  }

  @Override
  public Optional<String> get(String key) {
    return ask(Request.cmd(Command.GET).arg(PREFIX + key)).map(Response::toString);
  }

  @Override
  public void put(String key, String value, Duration lifetime) {
    InProcessFastPath.checkSize(value);
    ask(
        Request.cmd(Command.SET)
            .arg(PREFIX + key)
            .arg(value)
            .arg("PX")
            .arg(Math.max(1, lifetime.toMillis())));
  }

  @Override
  public void remove(String key) {
    ask(Request.cmd(Command.DEL).arg(PREFIX + key));
  }

  @Override
  public long count(String key, Duration window) {
    return ask(Request.cmd(Command.EVAL)
            .arg(COUNT)
            .arg(1)
            .arg(PREFIX + "count:" + key)
            .arg(Math.max(1, window.toMillis())))
        .map(Response::toLong)
        .orElseGet(() -> local.count(key, window));
  }

  @Override
  public Optional<String> trouble() {
    ask(Request.cmd(Command.EXISTS).arg(PREFIX + "probe"));
    return Optional.ofNullable(trouble.get());
  }

  @Override
  public void close() {
    subscriber.close();
    client.close();
    publisher.close();
    local.close();
  }

  private Optional<Response> ask(Request request) {
    return resting() ? Optional.empty() : await(client.send(request));
  }

  private Optional<Response> await(Future<@Nullable Response> answer) {
    try {
      @Nullable Response response =
          answer
              .toCompletionStage()
              .toCompletableFuture()
              .get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      found();
      return Optional.ofNullable(response);
    } catch (TimeoutException e) {
      lost(new TimeoutException("no answer within " + timeout.toMillis() + " ms"));
    } catch (ExecutionException e) {
      lost(e.getCause() == null ? e : e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return Optional.empty();
  }

  /// Away, and tried a moment ago.
  private boolean resting() {
    if (trouble.get() == null) {
      return false;
    }
    long now = System.nanoTime();
    long last = lastTry.get();
    return now - last < TRY_AGAIN_NANOS || !lastTry.compareAndSet(last, now);
  }

  private void lost(Throwable reason) {
    String said = reason.getMessage() == null ? reason.toString() : reason.getMessage();
    if (trouble.getAndSet(said) == null) {
      lastTry.set(System.nanoTime());
      LOG.warnf("Redis cannot be used (%s); going on without it", said);
    }
  }

  private void found() {
    if (trouble.getAndSet(null) != null) {
      LOG.info("Redis is back");
    }
  }
}
