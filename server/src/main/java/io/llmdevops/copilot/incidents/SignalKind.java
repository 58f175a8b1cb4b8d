package io.llmdevops.copilot.incidents;

/// What a watched series measures, by the RED and USE methods. The kind decides the unit, which
/// direction is bad, and what people call it.
public enum SignalKind {
  REQUEST_RATE("request rate", "req/s", Badness.EITHER),
  ERROR_RATIO("error ratio", "ratio", Badness.UP),
  LATENCY_MEAN("mean latency", "s", Badness.UP),
  LATENCY_P99("p99 latency", "s", Badness.UP),
  CPU("CPU use", "cores", Badness.UP),
  MEMORY("memory use", "bytes", Badness.UP),
  GC_PAUSE("GC pause time", "s/s", Badness.UP),
  POOL_USE("pool use", "ratio", Badness.UP),
  QUEUE_LENGTH("queue length", "items", Badness.UP),
  RESTARTS("restarts", "1/s", Badness.UP),
  DISK_USE("disk use", "ratio", Badness.UP),
  NETWORK("network traffic", "bytes/s", Badness.EITHER),
  AVAILABILITY("availability", "ratio", Badness.DOWN),
  CUSTOM("value", "", Badness.EITHER);

  private final String title;
  private final String unit;
  private final Badness badness;

  SignalKind(String title, String unit, Badness badness) {
    this.title = title;
    this.unit = unit;
    this.badness = badness;
  }

  public String title() {
    return title;
  }

  /// UCUM-like; "ratio" runs from 0 to 1.
  public String unit() {
    return unit;
  }

  public Badness badness() {
    return badness;
  }

  /// The least value that there can be.
  public double least() {
    return this == CUSTOM ? Double.NEGATIVE_INFINITY : 0;
  }

  /// The largest value that there can be.
  public double most() {
    return this == ERROR_RATIO || this == AVAILABILITY ? 1 : Double.POSITIVE_INFINITY;
  }

  /// In which direction a deviation is a problem.
  public enum Badness {
    UP,
    DOWN,
    EITHER
  }
}
