package io.llmdevops.copilot.shop;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/// One life of a service, from its start to its restart: its metrics, its heap and its connections.
/// Memory and processor time are modelled, because all services share one real process; the numbers
/// of requests, their durations and their failures are measured.
final class ServiceProcess {

  private static final double MEBIBYTE = 1024 * 1024;

  /// What a process needs beside its heap: code, threads, buffers.
  private static final double RESIDENT_BESIDE_HEAP = 120 * MEBIBYTE;

  /// Processor seconds per second of an idle process.
  private static final double IDLE_CPU = 0.004;

  private final Blueprint blueprint;
  private final ShopTime time;
  private final Instant startedAt;
  private final MetricsRegistry metrics = new MetricsRegistry();
  private final SimulatedHeap heap;
  private final Optional<ConnectionPool> pool;
  private final LongAdder requests = new LongAdder();

  ServiceProcess(Blueprint blueprint, Duration leakTime, ShopTime time, Instant startedAt) {
    this.blueprint = blueprint;
    this.time = time;
    this.startedAt = startedAt;
    this.heap = new SimulatedHeap(blueprint.heap(), leakTime, time.nanos());
    this.pool =
        blueprint.poolSize() == 0
            ? Optional.empty()
            : Optional.of(new ConnectionPool(blueprint.poolSize(), metrics));
    registerMemory();
    registerProcess();
  }

  MetricsRegistry metrics() {
    return metrics;
  }

  SimulatedHeap heap() {
    return heap;
  }

  /// The database connections, for a service that has a database.
  Optional<ConnectionPool> pool() {
    return pool;
  }

  /// Records a request that this service has answered.
  void served(Endpoint endpoint, int status, double seconds) {
    requests.increment();
    var outcome = outcome(status);
    metrics
        .histogram(
            "http_server_requests_seconds",
            "Duration of HTTP server request handling",
            Labels.of(
                "method", endpoint.method(),
                "uri", endpoint.uri(),
                "status", Integer.toString(status),
                "outcome", outcome))
        .observe(seconds);
    endpoint
        .counter()
        .ifPresent(name ->
            metrics
                .counter(
                    name,
                    "Orders by result",
                    Labels.of("result", status < 400 ? "placed" : "failed"))
                .increment());
  }

  /// Records one attempt of a call that this service has made.
  ///
  /// @param status the status of the answer, or 0 when there was none
  void called(Call call, int status, double seconds) {
    metrics
        .histogram(
            "http_client_requests_seconds",
            "Duration of HTTP client request execution",
            Labels.of(
                "client_name", call.service(),
                "method", call.method(),
                "uri", call.uri(),
                "status", status == 0 ? "IO_ERROR" : Integer.toString(status),
                "outcome", outcome(status)))
        .observe(seconds);
  }

  private static String outcome(int status) {
    return switch (status / 100) {
      case 2 -> "SUCCESS";
      case 4 -> "CLIENT_ERROR";
      case 5 -> "SERVER_ERROR";
      default -> "UNKNOWN";
    };
  }

  private void registerMemory() {
    var eden = Labels.of("area", "heap", "id", "G1 Eden Space");
    var old = Labels.of("area", "heap", "id", "G1 Old Gen");
    var metaspace = Labels.of("area", "nonheap", "id", "Metaspace");
    var used = "jvm_memory_used_bytes";
    var usedHelp = "The amount of used memory";
    metrics.gauge(used, usedHelp, eden, heap::youngBytes);
    metrics.gauge(used, usedHelp, old, heap::oldBytes);
    metrics.gauge(used, usedHelp, metaspace, () -> 58 * MEBIBYTE);
    var max = "jvm_memory_max_bytes";
    var maxHelp = "The maximum amount of memory that can be used, -1 where there is no limit";
    metrics.gauge(max, maxHelp, eden, () -> -1);
    metrics.gauge(max, maxHelp, old, heap::maxBytes);
    metrics.gauge(max, maxHelp, metaspace, () -> -1);
    metrics.summary(
        "jvm_gc_pause_seconds",
        "Time spent in GC pause",
        Labels.of("action", "end of minor GC", "cause", "G1 Evacuation Pause"),
        heap::pauses,
        heap::pausedSeconds);
  }

  private void registerProcess() {
    metrics.counter(
        "process_cpu_seconds_total",
        "Total user and system CPU time spent in seconds",
        Labels.NONE,
        this::cpuSeconds);
    metrics.gauge(
        "process_start_time_seconds",
        "Start time of the process since the Unix epoch in seconds",
        Labels.NONE,
        () -> startedAt.toEpochMilli() / 1e3);
    metrics.gauge(
        "process_resident_memory_bytes",
        "Resident memory size in bytes",
        Labels.NONE,
        () -> RESIDENT_BESIDE_HEAP + heap.mostUsedBytes());
  }

  private double cpuSeconds() {
    double uptime =
        Math.max(0, Duration.between(startedAt, time.wall().instant()).toMillis() / 1e3);
    return uptime * IDLE_CPU + requests.sum() * blueprint.cpuMillis() / 1e3 + heap.pausedSeconds();
  }
}
