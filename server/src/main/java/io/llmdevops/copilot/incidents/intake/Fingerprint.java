package io.llmdevops.copilot.incidents.intake;

import java.nio.charset.StandardCharsets;
import java.util.SortedMap;

/// The fingerprint that Prometheus gives a label set: 64-bit FNV-1a over the sorted names and
/// values, each followed by the byte 255 (prometheus/common, model/fnv.go and model/signature.go).
/// So an alert without one is the same alert as when it comes with one.
final class Fingerprint {
  private static final long OFFSET = 0xcbf29ce484222325L;
  private static final long PRIME = 0x100000001b3L;
  private static final int SEPARATOR = 255;

  private Fingerprint() {}

  static String of(SortedMap<String, String> labels) {
    long hash = OFFSET;
    for (var label : labels.entrySet()) {
      hash = add(hash, label.getKey());
      hash = add(hash, label.getValue());
    }
    return "%016x".formatted(hash);
  }

  private static long add(long hash, String text) {
    long sum = hash;
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      sum = (sum ^ (b & 0xff)) * PRIME;
    }
    return (sum ^ SEPARATOR) * PRIME;
  }
}
