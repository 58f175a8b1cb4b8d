package io.llmdevops.copilot.sources;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The label set of a series or an alert, sorted by name, so that equal sets print and hash alike.
/// An empty value means "no such label", as in Prometheus, and is left out.
public record Labels(SortedMap<String, String> values) {
  public static final Labels EMPTY = new Labels(Collections.emptySortedMap());

  public Labels {
    TreeMap<String, String> copy = new TreeMap<>();
    values.forEach((name, value) -> {
      if (!value.isEmpty()) {
        copy.put(name, value);
      }
    });
    values = Collections.unmodifiableSortedMap(copy);
  }

  public static Labels of(Map<String, String> values) {
    return new Labels(new TreeMap<>(values));
  }

  public static Labels of(String name, String value) {
    return of(Map.of(name, value));
  }

  public Optional<String> get(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /// These labels with only the named ones kept.
  public Labels only(Collection<String> names) {
    TreeMap<String, String> kept = new TreeMap<>(values);
    kept.keySet().retainAll(names);
    return new Labels(kept);
  }

  public Labels without(Collection<String> names) {
    TreeMap<String, String> kept = new TreeMap<>(values);
    kept.keySet().removeAll(names);
    return new Labels(kept);
  }

  /// The Prometheus notation, `{a="1",b="2"}`: canonical, so that it serves as a key.
  @Override
  public String toString() {
    return values.entrySet().stream()
        .map(label -> label.getKey() + "=\"" + escape(label.getValue()) + "\"")
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static String escape(String value) {
    return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }
}
