package io.llmdevops.copilot.benchmarks.models;

import io.llmdevops.copilot.benchmarks.Benchmark;
import io.llmdevops.copilot.benchmarks.BenchmarkOptions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Every fault of a provider at every adapter, through all that stands around them: retries, time
/// limits, breaker. Prints what the user sees, and counts what is not as it should be.
public final class ProviderFaultsBenchmark implements Benchmark {
  @Override
  public String name() {
    return "provider-faults";
  }

  @Override
  public String summary() {
    return "each fault of a model provider at each adapter: what the user sees (some 2 minutes)";
  }

  @Override
  public List<String> keys() {
    return List.of("cells", "wrong", "hung");
  }

  @Override
  public Map<String, String> run(BenchmarkOptions options) throws Exception {
    int cells = 0;
    int wrong = 0;
    int hung = 0;
    long slowest = 0;
    // The AWS SDK takes seconds to load, once a process; that is no fault of a provider.
    for (Provider provider : Provider.values()) {
      Cell.of(provider, Fault.NONE);
    }
    for (Fault fault : Fault.all()) {
      System.out.println(fault.name());
      for (Provider provider : Provider.values()) {
        Cell cell = Cell.of(provider, fault);
        cells++;
        wrong += cell.right() ? 0 : 1;
        hung += cell.hung() ? 1 : 0;
        slowest = Math.max(slowest, cell.took().toMillis());
        System.out.printf(
            "  %-18s %-26s %5d ms%s%n",
            provider.type(),
            String.join(" ", cell.outcomes()),
            cell.took().toMillis(),
            cell.right() ? "" : "  WRONG");
      }
    }
    Map<String, String> figures = new LinkedHashMap<>();
    figures.put("cells", Integer.toString(cells));
    figures.put("wrong", Integer.toString(wrong));
    figures.put("hung", Integer.toString(hung));
    figures.put("slowest_ms", Long.toString(slowest));
    return figures;
  }
}
