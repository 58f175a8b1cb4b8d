package io.llmdevops.copilot.web.pages;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// The part of the call graph around an incident, drawn from callers on the left to callees on the
/// right. Layers are the longest distance from an outermost caller; an edge that closes a cycle
/// does not count.
public record CallPicture(int width, int height, List<Node> nodes, List<Line> lines) {
  static final int NODE_WIDTH = 120;
  static final int NODE_HEIGHT = 32;
  static final int LAYER_GAP = 40;
  static final int ROW_GAP = 16;
  static final int MARGIN = 4;
  static final int LARGEST = 16;
  private static final int NAME = 15;

  /// Who calls whom.
  public record Call(String caller, String callee) {}

  public record Node(String service, int x, int y, String css, String role) {
    /// The name, cut to what the box can hold.
    public String shown() {
      return service.length() > NAME ? service.substring(0, NAME - 1) + "…" : service;
    }

    public int width() {
      return NODE_WIDTH;
    }

    public int height() {
      return NODE_HEIGHT;
    }

    public int textX() {
      return x + 10;
    }

    public int textY() {
      return y + NODE_HEIGHT / 2;
    }
  }

  public record Line(String path, boolean affected) {}

  public boolean empty() {
    return lines.isEmpty();
  }

  /// Shows the affected services and who calls or is called by one of them, at most [#LARGEST].
  /// `suspect` may be empty.
  static CallPicture draw(List<Call> calls, Set<String> affected, String suspect) {
    LinkedHashSet<String> shown = new LinkedHashSet<>();
    if (!suspect.isEmpty()) {
      shown.add(suspect);
    }
    shown.addAll(new TreeSet<>(affected));
    for (Call call : calls) {
      if (affected.contains(call.caller()) || affected.contains(call.callee())) {
        shown.add(call.caller());
        shown.add(call.callee());
      }
    }
    Set<String> kept = new LinkedHashSet<>(shown.stream().limit(LARGEST).toList());
    List<Call> edges =
        calls.stream()
            .filter(call -> kept.contains(call.caller()) && kept.contains(call.callee()))
            .filter(call -> !call.caller().equals(call.callee()))
            .distinct()
            .toList();
    Map<String, Node> nodes = place(layers(kept, edges), affected, suspect);
    List<Line> lines =
        edges.stream()
            .map(call ->
                new Line(
                    curve(
                        Objects.requireNonNull(nodes.get(call.caller())),
                        Objects.requireNonNull(nodes.get(call.callee()))),
                    affected.contains(call.caller()) && affected.contains(call.callee())))
            .toList();
    int width = nodes.values().stream().mapToInt(node -> node.x() + NODE_WIDTH).max().orElse(0);
    int height = nodes.values().stream().mapToInt(node -> node.y() + NODE_HEIGHT).max().orElse(0);
    return new CallPicture(width + MARGIN, height + MARGIN, List.copyOf(nodes.values()), lines);
  }

  private static TreeMap<Integer, List<String>> layers(Set<String> services, List<Call> edges) {
    Map<String, Integer> depth = new HashMap<>();
    Set<String> onPath = new LinkedHashSet<>();
    TreeMap<Integer, List<String>> layers = new TreeMap<>();
    for (String service : services) {
      layers
          .computeIfAbsent(depth(service, edges, depth, onPath), layer -> new ArrayList<>())
          .add(service);
    }
    return layers;
  }

  private static int depth(
      String service, List<Call> edges, Map<String, Integer> known, Set<String> onPath) {
    Integer before = known.get(service);
    if (before != null) {
      return before;
    }
    onPath.add(service);
    int depth = 0;
    for (Call call : edges) {
      if (call.callee().equals(service) && !onPath.contains(call.caller())) {
        depth = Math.max(depth, 1 + depth(call.caller(), edges, known, onPath));
      }
    }
    onPath.remove(service);
    known.put(service, depth);
    return depth;
  }

  private static Map<String, Node> place(
      TreeMap<Integer, List<String>> layers, Set<String> affected, String suspect) {
    int tallest = layers.values().stream().mapToInt(List::size).max().orElse(0);
    Map<String, Node> nodes = new TreeMap<>();
    int column = 0;
    for (List<String> layer : layers.values()) {
      layer.sort(null);
      double offset = (tallest - layer.size()) / 2.0;
      for (int row = 0; row < layer.size(); row++) {
        String service = layer.get(row);
        boolean cause = service.equals(suspect);
        boolean hit = affected.contains(service);
        nodes.put(
            service,
            new Node(
                service,
                MARGIN + column * (NODE_WIDTH + LAYER_GAP),
                MARGIN + (int) Math.round((offset + row) * (NODE_HEIGHT + ROW_GAP)),
                cause ? "cause" : hit ? "hit" : "calm",
                cause ? "first suspect" : hit ? "affected" : "not affected"));
      }
      column++;
    }
    return nodes;
  }

  private static String curve(Node from, Node to) {
    int startX = from.x() + NODE_WIDTH;
    int startY = from.y() + NODE_HEIGHT / 2;
    int endY = to.y() + NODE_HEIGHT / 2;
    int middle = (startX + to.x()) / 2;
    return String.format(
        Locale.ROOT,
        "M%d %dC%d %d %d %d %d %d",
        startX,
        startY,
        middle,
        startY,
        middle,
        endY,
        to.x() - 6,
        endY);
  }
}
