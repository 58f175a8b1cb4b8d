package io.llmdevops.copilot.platform.database;

import io.llmdevops.copilot.platform.errors.CopilotException.Unavailable;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Starts the embedded server again, on the same port, when it has ended by itself. On a full disk
/// it has to: without its write-ahead log PostgreSQL stops rather than lose what it acknowledged,
/// and once there is space it recovers from that log.
final class PostgresKeeper implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(PostgresKeeper.class);
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

  private final PostgresCluster cluster;
  private final int port;
  private final Map<String, String> settings;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;
  private volatile @Nullable String trouble;

  PostgresKeeper(PostgresCluster cluster, int port, Map<String, String> settings) {
    this.cluster = cluster;
    this.port = port;
    this.settings = settings;
    this.thread = Thread.ofPlatform().daemon().name("embedded-postgres").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /// Why the server does not run; empty while it does.
  Optional<String> trouble() {
    return Optional.ofNullable(trouble);
  }

  private void run() {
    Duration wait = LOOK;
    try {
      while (!closed.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
        boolean runs = look();
        Duration longer = wait.multipliedBy(2);
        wait = runs ? LOOK : longer.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : longer;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean look() {
    try {
      if (cluster.process().isEmpty()) {
        String ended = cluster.complaint().orElse("it left no reason");
        tell("the embedded database ended, starting it again: " + ended);
        cluster.stopOrphan(line -> {});
        cluster.launch(port, settings);
        LOG.info("the embedded database runs again");
      }
      trouble = null;
      return true;
    } catch (IOException | Unavailable e) {
      tell(String.valueOf(e.getMessage()));
      return false;
    }
  }

  /// Each reason once, not at every attempt.
  private void tell(String reason) {
    if (trouble == null) {
      LOG.error(reason);
    }
    trouble = reason;
  }

  /// Returns when nothing of ours is being started any more.
  @Override
  public void close() {
    closed.countDown();
    try {
      thread.join(LONGEST_WAIT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
