package io.llmdevops.copilot.benchmarks.nab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Reads a folder laid out like numenta/NAB: `data/FOLDER/SERIES.csv` (`timestamp,value`) and
/// `windows.json` (`{"FOLDER/SERIES.csv": [["start", "end"], ...]}`).
public final class NabCorpus {

  private static final Pattern ENTRY = Pattern.compile("\"([^\"]+\\.csv)\"\\s*:\\s*\\[");
  private static final Pattern STAMP =
      Pattern.compile("\"(\\d{4}-\\d\\d-\\d\\d) (\\d\\d:\\d\\d:\\d\\d)(?:\\.\\d+)?\"");

  private NabCorpus() {}

  /// All series below `folder`, ordered by folder and name.
  public static List<NabSeries> read(Path folder) throws IOException {
    Map<String, List<Long>> stamps = windowStamps(Files.readString(folder.resolve("windows.json")));
    Path data = folder.resolve("data");
    try (Stream<Path> files = Files.walk(data)) {
      return files
          .filter(file -> file.toString().endsWith(".csv"))
          .sorted()
          .map(file -> series(data, file, stamps))
          .toList();
    }
  }

  /// Window edges by series, in order: start, end, start, end.
  static Map<String, List<Long>> windowStamps(String json) {
    Map<String, List<Long>> stamps = new HashMap<>();
    Matcher entry = ENTRY.matcher(json);
    Matcher stamp = STAMP.matcher(json);
    while (entry.find()) {
      int from = entry.end();
      int depth = 1;
      int to = from;
      for (; depth > 0 && to < json.length(); to++) {
        char c = json.charAt(to);
        depth += c == '[' ? 1 : c == ']' ? -1 : 0;
      }
      List<Long> edges = new ArrayList<>();
      stamp.region(from, to);
      while (stamp.find()) {
        edges.add(epochMillis(stamp.group(1), stamp.group(2)));
      }
      stamps.put(entry.group(1), edges);
    }
    return stamps;
  }

  private static NabSeries series(Path data, Path file, Map<String, List<Long>> stamps) {
    List<String> lines;
    try {
      lines = Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
    long[] times = new long[lines.size() - 1];
    double[] values = new double[times.length];
    for (int i = 0; i < times.length; i++) {
      String line = lines.get(i + 1);
      int comma = line.indexOf(',');
      times[i] = epochMillis(line.substring(0, 10), line.substring(11, comma));
      values[i] = Double.parseDouble(line.substring(comma + 1));
    }
    String key = data.relativize(file).toString().replace('\\', '/');
    List<Long> edges = stamps.get(key);
    if (edges == null) {
      throw new IllegalArgumentException("windows.json says nothing of " + key);
    }
    List<NabWindow> windows = new ArrayList<>();
    for (int i = 0; i + 1 < edges.size(); i += 2) {
      windows.add(
          new NabWindow(index(times, edges.get(i), key), index(times, edges.get(i + 1), key)));
    }
    int slash = key.indexOf('/');
    return new NabSeries(key.substring(0, slash), key.substring(slash + 1), times, values, windows);
  }

  /// The first row with exactly the time of the edge, as in NAB.
  private static int index(long[] times, long time, String key) {
    for (int i = 0; i < times.length; i++) {
      if (times[i] == time) {
        return i;
      }
    }
    throw new IllegalArgumentException(
        "%s has no row at the edge %s of a window".formatted(key, Instant.ofEpochMilli(time)));
  }

  private static long epochMillis(String day, String time) {
    return LocalDateTime.parse(day + "T" + time).toInstant(ZoneOffset.UTC).toEpochMilli();
  }
}
