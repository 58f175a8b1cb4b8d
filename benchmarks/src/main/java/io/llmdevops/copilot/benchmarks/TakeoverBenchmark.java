package io.llmdevops.copilot.benchmarks;

import io.llmdevops.copilot.benchmarks.takeover.TakeoverRounds;
import java.util.List;
import java.util.Map;

/// How soon the watches of a killed server go on, and whether each of their intervals is processed
/// exactly once.
public final class TakeoverBenchmark implements Benchmark {
  @Override
  public String name() {
    return "takeover";
  }

  @Override
  public String summary() {
    return "kill one of two servers: time until its watches go on (3 kills, some 4 minutes)";
  }

  @Override
  public List<String> keys() {
    return List.of("takeover_s", "missed", "duplicated");
  }

  @Override
  public Map<String, String> run(BenchmarkOptions options) throws Exception {
    return new TakeoverRounds(options.home()).run();
  }
}
