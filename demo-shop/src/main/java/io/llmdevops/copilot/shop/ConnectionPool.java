package io.llmdevops.copilot.shop;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// The database connections of one service, with the metrics of HikariCP. There is no database
/// behind it: a request holds a connection while it does the service's own work, so a slow service
/// fills its pool, and a full pool makes requests wait.
final class ConnectionPool {

  private static final long LONGEST_WAIT_SECONDS = 2;

  private final int size;
  private final Semaphore free;
  private final Series.Counter timeouts;

  ConnectionPool(int size, MetricsRegistry metrics) {
    this.size = size;
    this.free = new Semaphore(size, true);
    var pool = Labels.of("pool", "HikariPool-1");
    metrics.gauge("hikaricp_connections", "Total connections", pool, () -> size);
    metrics.gauge("hikaricp_connections_max", "Max connections", pool, () -> size);
    metrics.gauge("hikaricp_connections_active", "Active connections", pool, this::active);
    metrics.gauge("hikaricp_connections_idle", "Idle connections", pool, free::availablePermits);
    metrics.gauge("hikaricp_connections_pending", "Pending threads", pool, free::getQueueLength);
    timeouts =
        metrics.counter("hikaricp_connections_timeout_total", "Connection timeout total", pool);
  }

  /// Takes a connection, and waits for one when all are busy.
  ///
  /// @return false when none became free in time
  boolean take() throws InterruptedException {
    boolean taken = free.tryAcquire(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS);
    if (!taken) {
      timeouts.increment();
    }
    return taken;
  }

  void giveBack() {
    free.release();
  }

  private int active() {
    return size - free.availablePermits();
  }
}
