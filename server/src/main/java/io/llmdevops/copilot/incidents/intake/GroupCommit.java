package io.llmdevops.copilot.incidents.intake;

import io.llmdevops.copilot.platform.database.DatabaseFailures;
import io.llmdevops.copilot.platform.errors.CopilotException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Puts the alerts of concurrent deliveries into common transactions: while one commits, the next
/// ones queue up and go together. A caller returns when its alerts are committed, or is told that
/// they are not. The queue is bounded; what finds it full is turned away at once.
public final class GroupCommit implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(GroupCommit.class);
  private static final Duration FULL_RETRY = Duration.ofSeconds(2);

  /// `patience` is how long a caller waits for its commit.
  public record Bounds(int queuedAlerts, int alertsPerCommit, Duration patience) {
    public static final Bounds DEFAULT = new Bounds(40_000, 4_000, Duration.ofSeconds(20));
  }

  /// Why the latest deliveries could not be stored, and since when.
  public record Trouble(String reason, Instant since, Instant last) {}

  private record Waiting(List<IncomingAlert> alerts, CompletableFuture<Void> done) {}

  private final AlertStore store;
  private final InstantSource time;
  private final Consumer<AlertStore.Written> afterCommit;
  private final Bounds bounds;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ArrayDeque<Waiting> queue = new ArrayDeque<>();
  private final Thread writer;
  private volatile @Nullable Trouble trouble;
  private int queued;
  private boolean closed;

  GroupCommit(
      AlertStore store,
      InstantSource time,
      Consumer<AlertStore.Written> afterCommit,
      Bounds bounds) {
    this.store = store;
    this.time = time;
    this.afterCommit = afterCommit;
    this.bounds = bounds;
    this.writer = Thread.ofVirtual().name("alert-intake").unstarted(this::run);
  }

  void start() {
    writer.start();
  }

  /// Empty as long as what arrives is stored.
  Optional<Trouble> trouble() {
    return Optional.ofNullable(trouble);
  }

  int queued() {
    lock.lock();
    try {
      return queued;
    } finally {
      lock.unlock();
    }
  }

  /// Returns after the commit. Throws `Unavailable` where nothing is known to be stored; the sender
  /// repeats, and deduplication takes care of what was.
  void store(List<IncomingAlert> alerts) {
    CompletableFuture<Void> done = enqueue(alerts);
    try {
      done.get(bounds.patience().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new CopilotException.Unavailable(
          "the alerts could not be stored within " + bounds.patience(), FULL_RETRY, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CopilotException.Unavailable("the server is shutting down", FULL_RETRY, e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof CopilotException known) {
        throw known;
      }
      throw new CopilotException.Internal("storing alerts", e.getCause());
    }
  }

  private CompletableFuture<Void> enqueue(List<IncomingAlert> alerts) {
    lock.lock();
    try {
      if (closed) {
        throw new CopilotException.Unavailable("the server is shutting down", FULL_RETRY, null);
      }
      if (queued > 0 && queued + alerts.size() > bounds.queuedAlerts()) {
        throw new CopilotException.Unavailable(
            "%d alerts are waiting to be stored already".formatted(queued), FULL_RETRY, null);
      }
      Waiting waiting = new Waiting(alerts, new CompletableFuture<>());
      queue.add(waiting);
      queued += alerts.size();
      changed.signalAll();
      return waiting.done();
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    try {
      for (List<Waiting> group = next(); !group.isEmpty(); group = next()) {
        commit(group);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Waits for work; empty when closed and nothing is left.
  private List<Waiting> next() throws InterruptedException {
    lock.lock();
    try {
      while (queue.isEmpty() && !closed) {
        changed.await();
      }
      List<Waiting> group = new ArrayList<>();
      int alerts = 0;
      while (!queue.isEmpty()
          && (group.isEmpty()
              || alerts + queue.peek().alerts().size() <= bounds.alertsPerCommit())) {
        Waiting waiting = queue.remove();
        alerts += waiting.alerts().size();
        group.add(waiting);
      }
      queued -= alerts;
      return group;
    } finally {
      lock.unlock();
    }
  }

  private void commit(List<Waiting> group) {
    try {
      List<IncomingAlert> all = group.stream().flatMap(w -> w.alerts().stream()).toList();
      AlertStore.Written written = write(all);
      trouble = null;
      group.forEach(waiting -> waiting.done().complete(null));
      afterCommit.accept(written);
    } catch (RuntimeException e) {
      fail(group, e);
    }
  }

  /// A connection that the pool has kept through a restart of the database fails on its first use;
  /// the second try gets a new one. Writing twice is harmless, the rows have their keys.
  private AlertStore.Written write(List<IncomingAlert> alerts) {
    try {
      return store.write(alerts, time.instant());
    } catch (RuntimeException e) {
      if (DatabaseFailures.unavailable(e).isEmpty()) {
        throw e;
      }
      return store.write(alerts, time.instant());
    }
  }

  /// A database that is away fails all of them; anything else may be the fault of one delivery,
  /// which must not take the others with it.
  private void fail(List<Waiting> group, RuntimeException e) {
    var away = DatabaseFailures.unavailable(e);
    if (away.isPresent()) {
      Trouble before = trouble;
      Instant now = time.instant();
      trouble =
          new Trouble(
              String.valueOf(root(e).getMessage()), before == null ? now : before.since(), now);
      LOG.warnf("%d deliveries of alerts not stored: %s", group.size(), root(e).getMessage());
      group.forEach(w -> w.done().completeExceptionally(away.get()));
    } else if (group.size() == 1) {
      LOG.errorf(
          root(e), "a delivery of %d alerts could not be stored", group.getFirst().alerts().size());
      group.getFirst().done().completeExceptionally(e);
    } else {
      group.forEach(one -> commit(List.of(one)));
    }
  }

  /// The failure itself: those around it quote the statement with all alerts.
  private static Throwable root(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  @Override
  public void close() {
    close(bounds.patience());
  }

  /// Takes nothing more and stores what is queued; what that time does not suffice for was not
  /// acknowledged either.
  void close(Duration limit) {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    try {
      writer.join(limit);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
