package io.llmdevops.copilot.platform.cache;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/// The twin for a single process, and what a pod falls back to while Redis is away.
public final class InProcessFastPath implements FastPath {
  private static final Logger LOG = Logger.getLogger(InProcessFastPath.class);

  /// Expired entries are looked for when there are this many; a bound on memory, not a limit.
  private static final int SWEEP_AT = 10_000;

  private final InstantSource time;
  private final Map<String, Value> values = new ConcurrentHashMap<>();
  private final Map<String, Window> windows = new ConcurrentHashMap<>();
  private final Map<String, List<Listener>> listeners = new ConcurrentHashMap<>();

  public InProcessFastPath(InstantSource time) {
    this.time = time;
  }

  private record Value(String text, Instant end) {}

  private record Window(long count, Instant end) {}

  @Override
  public void publish(String channel, String message) {
    checkSize(message);
    listeners.getOrDefault(channel, List.of()).forEach(listener -> listener.offer(message));
  }

  @Override
  public Subscription subscribe(String channel, Consumer<String> listener) {
    Listener added = new Listener(listener);
    listeners.computeIfAbsent(channel, c -> new CopyOnWriteArrayList<>()).add(added);
    return () -> {
      listeners.getOrDefault(channel, List.of()).remove(added);
      added.close();
    };
  }

  @Override
  public Optional<String> get(String key) {
    Instant now = time.instant();
    return Optional.ofNullable(values.get(key)).filter(v -> v.end.isAfter(now)).map(Value::text);
  }

  @Override
  public void put(String key, String value, Duration lifetime) {
    checkSize(value);
    Instant now = time.instant();
    if (values.size() >= SWEEP_AT) {
      values.values().removeIf(v -> !v.end.isAfter(now));
    }
    values.put(key, new Value(value, now.plus(lifetime)));
  }

  @Override
  public void remove(String key) {
    values.remove(key);
  }

  @Override
  public long count(String key, Duration window) {
    Instant now = time.instant();
    if (windows.size() >= SWEEP_AT) {
      windows.values().removeIf(w -> !w.end.isAfter(now));
    }
    Window counted =
        windows.compute(
            key,
            (k, old) ->
                old == null || !old.end.isAfter(now)
                    ? new Window(1, now.plus(window))
                    : new Window(old.count + 1, old.end));
    return counted == null ? 1 : counted.count;
  }

  @Override
  public Optional<String> trouble() {
    return Optional.empty();
  }

  @Override
  public void close() {
    listeners.values().forEach(all -> all.forEach(Listener::close));
    listeners.clear();
  }

  static void checkSize(String text) {
    if (text.length() > LIMIT) {
      throw new IllegalArgumentException(
          "at most " + LIMIT + " characters, was " + text.length() + "; send an id instead");
    }
  }

  /// Calls the consumer from one virtual thread, in the order of the messages.
  static final class Listener implements AutoCloseable {
    private static final int WAITING = 10_000;
    private final java.util.concurrent.BlockingQueue<String> queue =
        new java.util.concurrent.ArrayBlockingQueue<>(WAITING);
    private final Thread thread;

    Listener(Consumer<String> consumer) {
      thread = Thread.ofVirtual().name("fast-path-listener").start(() -> run(consumer));
    }

    /// A listener that is thousands of messages behind loses the newest.
    void offer(String message) {
      if (!queue.offer(message)) {
        LOG.warn("a listener is too slow, a message was dropped");
      }
    }

    private void run(Consumer<String> consumer) {
      while (!Thread.currentThread().isInterrupted()) {
        try {
          consumer.accept(queue.take());
        } catch (InterruptedException e) {
          return;
        } catch (RuntimeException e) {
          LOG.warn("a listener failed on a message", e);
        }
      }
    }

    @Override
    public void close() {
      thread.interrupt();
    }
  }
}
