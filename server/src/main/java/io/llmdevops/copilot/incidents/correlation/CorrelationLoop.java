package io.llmdevops.copilot.incidents.correlation;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;

/// Works rounds while there is work, looks for more once a second, and at once when it is woken. A
/// round that fails is tried again; the database going away only makes it wait longer.
public final class CorrelationLoop implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(CorrelationLoop.class);
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(15);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /// What arrives within this time of the first is decided on together.
  private static final Duration GATHER = Duration.ofMillis(100);

  private final Correlator correlator;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Thread thread;
  private boolean woken;
  private boolean closed;

  public CorrelationLoop(Correlator correlator) {
    this.correlator = correlator;
    this.thread = Thread.ofVirtual().name("correlator").unstarted(this::run);
  }

  public void start() {
    thread.start();
  }

  /// There is something new. Cheap; may be called from anywhere, any number of times.
  public void wake() {
    lock.lock();
    try {
      woken = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    Duration wait = POLL;
    try {
      while (pause(wait)) {
        try {
          int done;
          do {
            done = correlator.round();
          } while (done > 0 && !isClosed());
          correlator.tidy();
          wait = POLL;
        } catch (RuntimeException e) {
          LOG.warnf("correlation failed, next try in %s: %s", wait, root(e));
          Duration twice = wait.multipliedBy(2);
          wait = twice.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : twice;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Throwable root(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  /// Until woken or the time is over; false when closed.
  private boolean pause(Duration wait) throws InterruptedException {
    lock.lock();
    try {
      long nanos = wait.toNanos();
      while (!woken && !closed && nanos > 0) {
        nanos = changed.awaitNanos(nanos);
      }
      boolean gather = woken && !closed;
      woken = false;
      if (gather) {
        long rest = GATHER.toNanos();
        while (rest > 0 && !closed) {
          rest = changed.awaitNanos(rest);
        }
      }
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  private boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    close(PATIENCE);
  }

  /// Waits at most so long for the round that runs; one that is cut off is rolled back, and the
  /// next pod does it.
  public void close(Duration limit) {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    try {
      thread.join(limit);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
