package io.llmdevops.copilot.incidents.investigation;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Which service reaches which along calls; services are numbered by their place in the given list.
final class Reach {
  private final BitSet[] callees;
  private final BitSet[] below;
  private final BitSet[] above;
  private final BitSet known = new BitSet();

  Reach(CallGraph graph, List<String> services) {
    // Services without series stay in the graph, so that a path through them is not cut.
    Map<String, Integer> index = new TreeMap<>();
    for (String service : services) {
      index.put(service, index.size());
    }
    for (CallGraph.Call call : graph.calls()) {
      index.putIfAbsent(call.caller(), index.size());
      index.putIfAbsent(call.callee(), index.size());
    }
    int n = index.size();
    callees = sets(n);
    below = sets(n);
    above = sets(n);
    for (CallGraph.Call call : graph.calls()) {
      int caller = index.getOrDefault(call.caller(), 0);
      int callee = index.getOrDefault(call.callee(), 0);
      if (caller != callee) {
        callees[caller].set(callee);
        known.set(caller);
        known.set(callee);
      }
    }
    for (int start = 0; start < n; start++) {
      walk(start);
    }
  }

  private static BitSet[] sets(int n) {
    BitSet[] sets = new BitSet[n];
    for (int i = 0; i < n; i++) {
      sets[i] = new BitSet(n);
    }
    return sets;
  }

  private void walk(int start) {
    BitSet seen = below[start];
    ArrayDeque<Integer> open = new ArrayDeque<>(List.of(start));
    while (!open.isEmpty()) {
      BitSet next = callees[open.remove()];
      for (int i = next.nextSetBit(0); i >= 0; i = next.nextSetBit(i + 1)) {
        if (i != start && !seen.get(i)) {
          seen.set(i);
          above[i].set(start);
          open.add(i);
        }
      }
    }
  }

  boolean calls(int caller, int callee) {
    return callees[caller].get(callee);
  }

  boolean isBelow(int service, int caller) {
    return below[caller].get(service);
  }

  boolean isAbove(int service, int callee) {
    return above[callee].get(service);
  }

  /// The graph says nothing about at least one of the two.
  boolean unknown(int one, int other) {
    return !known.get(one) || !known.get(other);
  }
}
