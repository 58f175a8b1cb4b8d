package io.llmdevops.copilot.llm.stream;

import io.llmdevops.copilot.llm.ChatEvent;
import io.llmdevops.copilot.llm.ChatFailure;
import io.llmdevops.copilot.llm.ChatFailure.Kind;
import io.llmdevops.copilot.llm.ChatStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// A [ChatStream] whose events come from a source that blocks, read by a virtual thread of its own.
/// The limits of time are kept by the thread that waits for the events, so that they hold whatever
/// the source hangs in.
public final class PumpedStream implements ChatStream {
  private static final Logger LOG = Logger.getLogger(PumpedStream.class);
  private static final int WAITING_EVENTS = 256;

  /// Reads one answer into the sink, up to and with its [ChatEvent.Finished].
  public interface Source {
    /// @throws ChatFailed what the failure is
    /// @throws IOException the connection is at fault
    void read(Sink sink) throws IOException, InterruptedException;
  }

  /// An empty one wakes a reader that waits.
  private final BlockingQueue<Optional<ChatEvent>> events =
      new ArrayBlockingQueue<>(WAITING_EVENTS);

  private final Patience patience;
  private final long began = System.nanoTime();
  private final Thread reader;
  private final List<Runnable> aborts = new ArrayList<>();
  private volatile long lastActivity = began;
  private volatile boolean cancelled;
  private volatile boolean stopped;

  // Of the thread that reads the events.
  private boolean tokens;
  private boolean ended;

  private PumpedStream(String name, Patience patience, Source source) {
    this.patience = patience;
    this.reader = Thread.ofVirtual().name("model-" + name).unstarted(() -> run(source));
  }

  /// @param name for the thread
  public static PumpedStream start(String name, Patience patience, Source source) {
    PumpedStream stream = new PumpedStream(name, patience, source);
    stream.reader.start();
    return stream;
  }

  @Override
  public ChatEvent next() {
    if (ended) {
      throw new IllegalStateException("the end was read already");
    }
    long waitsSince = System.nanoTime();
    while (true) {
      if (cancelled) {
        return stop(Kind.CANCELLED, "cancelled");
      }
      Optional<ChatEvent> event = await(waitsSince);
      if (event.isPresent()) {
        return seen(event.get());
      }
      Kind late = late(waitsSince);
      if (late != null && !cancelled) {
        return stop(late, words(late));
      }
    }
  }

  private ChatEvent seen(ChatEvent event) {
    switch (event) {
      case ChatEvent.Text ignored -> tokens = true;
      case ChatEvent.Reasoning ignored -> tokens = true;
      case ChatEvent.ToolCall ignored -> tokens = true;
      case ChatEvent.BrokenToolCall ignored -> tokens = true;
      case ChatEvent.End ignored -> ended = true;
      case ChatEvent.Began ignored -> {}
      case ChatEvent.Continuation ignored -> {}
      case ChatEvent.Used ignored -> {}
      case ChatEvent.Accounted ignored -> {}
    }
    return event;
  }

  private Optional<ChatEvent> await(long waitsSince) {
    long left = Math.min(untilWhole(), tokens ? untilStall(waitsSince) : untilFirst());
    try {
      Optional<ChatEvent> event = events.poll(Math.max(0, left), TimeUnit.NANOSECONDS);
      return event == null ? Optional.empty() : event;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      cancelled = true;
      return Optional.empty();
    }
  }

  private long untilWhole() {
    return began + patience.whole().toNanos() - System.nanoTime();
  }

  private long untilFirst() {
    return began + patience.firstToken().toNanos() - System.nanoTime();
  }

  /// While its reader was away the source may have been held up; that is no stall.
  private long untilStall(long waitsSince) {
    long since = lastActivity - waitsSince > 0 ? lastActivity : waitsSince;
    return since + patience.stall().toNanos() - System.nanoTime();
  }

  private @Nullable Kind late(long waitsSince) {
    if (untilWhole() <= 0) {
      return Kind.TOO_LONG;
    }
    if (!tokens) {
      return untilFirst() <= 0 ? Kind.NO_ANSWER : null;
    }
    return untilStall(waitsSince) <= 0 ? Kind.STALLED : null;
  }

  private String words(Kind late) {
    return switch (late) {
      case TOO_LONG -> "the answer was not complete within " + text(patience.whole());
      case NO_ANSWER -> "no token came within " + text(patience.firstToken());
      case STALLED -> "nothing more came for " + text(patience.stall());
      default -> throw new IllegalArgumentException(late.toString());
    };
  }

  private static String text(Duration duration) {
    return duration.toMillis() % 1000 == 0
        ? duration.toSeconds() + " s"
        : duration.toMillis() + " ms";
  }

  private ChatEvent stop(Kind kind, String message) {
    ended = true;
    stopReader();
    return new ChatEvent.Failed(new ChatFailure(kind, message));
  }

  @Override
  public void cancel() {
    if (!cancelled) {
      cancelled = true;
      stopReader();
      // When there is no room nobody waits.
      var _ = events.offer(Optional.empty());
    }
  }

  /// Nothing to stop when the end was read: the source may still bring its connection to an end.
  @Override
  public void close() {
    if (!ended) {
      cancel();
    }
  }

  private void stopReader() {
    List<Runnable> toRun;
    synchronized (aborts) {
      stopped = true;
      toRun = List.copyOf(aborts);
      aborts.clear();
    }
    reader.interrupt();
    toRun.forEach(Runnable::run);
  }

  private void run(Source source) {
    Pump pump = new Pump();
    try {
      source.read(pump);
      pump.end(new ChatFailure(Kind.TRUNCATED, "the answer ended without its end"));
    } catch (ChatFailed e) {
      pump.end(e.failure());
    } catch (InterruptedException e) {
      // Nobody reads any more.
    } catch (IOException e) {
      pump.end(ConnectionTrouble.of(e));
    } catch (RuntimeException | LinkageError e) {
      if (!stopped) {
        LOG.errorf(e, "reading the answer of a model failed");
        pump.end(new ChatFailure(Kind.DEFECT, "reading the answer failed: " + e.getClass()));
      }
    }
  }

  private final class Pump implements Sink {
    private boolean over;

    @Override
    public void emit(ChatEvent event) throws InterruptedException {
      if (stopped) {
        throw new InterruptedException();
      }
      if (over) {
        return;
      }
      over = event instanceof ChatEvent.End;
      // A stream that was left without being closed must not hold this thread for ever.
      if (!events.offer(Optional.of(event), patience.whole().toNanos(), TimeUnit.NANOSECONDS)) {
        throw new InterruptedException();
      }
      touch();
    }

    void end(ChatFailure failure) {
      try {
        emit(new ChatEvent.Failed(failure));
      } catch (InterruptedException e) {
        // Nobody reads any more.
      }
    }

    @Override
    public void touch() {
      lastActivity = System.nanoTime();
    }

    @Override
    public void onStop(Runnable abort) {
      synchronized (aborts) {
        if (!stopped) {
          aborts.add(abort);
          return;
        }
      }
      abort.run();
    }
  }
}
