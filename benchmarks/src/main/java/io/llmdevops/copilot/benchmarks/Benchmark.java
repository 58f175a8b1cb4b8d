package io.llmdevops.copilot.benchmarks;

import java.util.List;
import java.util.Map;

/// One measurement that a claim of the README or an issue rests on. It prints its table to standard
/// output while it runs and returns the figures of its last line.
public interface Benchmark {
  /// As given to `benchmarks/run NAME`.
  String name();

  /// One line for `--list`, with how long it takes if that is over a minute.
  String summary();

  /// The keys of the last line, in order; the answer of [#run] may hold further ones.
  List<String> keys();

  Map<String, String> run(BenchmarkOptions options) throws Exception;
}
