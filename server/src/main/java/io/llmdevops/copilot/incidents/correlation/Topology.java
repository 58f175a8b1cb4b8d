package io.llmdevops.copilot.incidents.correlation;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Who calls whom, where that is known, and how many services there are.
public record Topology(
    Map<String, Set<String>> callers, Map<String, Set<String>> callees, int services) {

  public static final Topology UNKNOWN = new Topology(Map.of(), Map.of(), 0);

  public record Edge(String caller, String callee) {}

  public Topology {
    callers = Map.copyOf(callers);
    callees = Map.copyOf(callees);
  }

  /// @param services how many services are known at all, with or without edges
  public static Topology of(Collection<Edge> edges, int services) {
    Map<String, Set<String>> callers = new HashMap<>();
    Map<String, Set<String>> callees = new HashMap<>();
    for (Edge edge : edges) {
      if (!edge.caller().equals(edge.callee())) {
        callers.computeIfAbsent(edge.callee(), s -> new HashSet<>()).add(edge.caller());
        callees.computeIfAbsent(edge.caller(), s -> new HashSet<>()).add(edge.callee());
      }
    }
    return new Topology(callers, callees, services);
  }

  Set<String> callersOf(String service) {
    return callers.getOrDefault(service, Set.of());
  }

  Set<String> calleesOf(String service) {
    return callees.getOrDefault(service, Set.of());
  }

  public Set<String> neighboursOf(String service) {
    Set<String> neighbours = new HashSet<>(callersOf(service));
    neighbours.addAll(calleesOf(service));
    return neighbours;
  }

  /// Neighbours, and all others from which a chain of at most so many calls leads here, or to which
  /// one leads from here. Two callees of one caller are not on one path.
  public Set<String> onPathOf(String service, int hops) {
    Set<String> found = walk(service, callers, hops);
    found.addAll(walk(service, callees, hops));
    found.remove(service);
    return found;
  }

  private static Set<String> walk(String from, Map<String, Set<String>> edges, int hops) {
    Set<String> found = new HashSet<>();
    Set<String> last = Set.of(from);
    for (int i = 0; i < hops && !last.isEmpty(); i++) {
      Set<String> next = new HashSet<>();
      last.forEach(one -> next.addAll(edges.getOrDefault(one, Set.of())));
      next.removeAll(found);
      found.addAll(next);
      last = next;
    }
    return found;
  }

  boolean knows(String service) {
    return callers.containsKey(service) || callees.containsKey(service);
  }

  /// A service that calls others and that nobody calls: where users come in.
  boolean isEntry(String service) {
    return callees.containsKey(service) && !callers.containsKey(service);
  }
}
