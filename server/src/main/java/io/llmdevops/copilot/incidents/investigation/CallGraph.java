package io.llmdevops.copilot.incidents.investigation;

import java.util.Set;

/// Who calls whom, as far as it is known. It may be empty, miss services, or hold cycles.
public record CallGraph(Set<Call> calls) {
  public CallGraph {
    calls = Set.copyOf(calls);
  }

  public static CallGraph unknown() {
    return new CallGraph(Set.of());
  }

  public record Call(String caller, String callee) {}
}
