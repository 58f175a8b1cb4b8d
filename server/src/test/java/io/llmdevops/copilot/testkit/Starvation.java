package io.llmdevops.copilot.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Whether others took the processor from us: what Linux tells of waiting for it (pressure stall
/// information) and of what the host took (steal). Elsewhere nothing is known, and nobody starved.
public final class Starvation {
  private static final Path PRESSURE = Path.of("/proc/pressure/cpu");
  private static final Path STAT = Path.of("/proc/stat");
  private static final Pattern TOTAL = Pattern.compile("some .*total=(\\d+)");

  /// The chain of RealChainIT alone makes something wait for 19 to 38 % of the time on two cores.
  private static final double WAITING = 0.6;

  private static final double STOLEN = 0.1;

  private final long start = System.nanoTime();
  private final long waited = waitedMicros();
  private final double[] ticks = ticks();

  private Starvation() {}

  public static Starvation since() {
    return new Starvation();
  }

  /// Whether something had to wait for most of the time since then, or the host took a tenth.
  public boolean starved() {
    return waiting() > WAITING || stolen() > STOLEN;
  }

  private double waiting() {
    return (waitedMicros() - waited) / ((System.nanoTime() - start) / 1_000.0);
  }

  private double stolen() {
    double[] now = ticks();
    return (now[1] - ticks[1]) / Math.max(1, now[0] - ticks[0]);
  }

  @Override
  public String toString() {
    return "something waited for a processor %.0f %% of the time, the host took %.0f %%"
        .formatted(100 * waiting(), 100 * stolen());
  }

  private static long waitedMicros() {
    Matcher total = TOTAL.matcher(read(PRESSURE));
    return total.find() ? Long.parseLong(total.group(1)) : 0;
  }

  /// All ticks of all processors, and those that the host took (the eighth column; proc_stat(5)).
  private static double[] ticks() {
    String[] columns = read(STAT).lines().findFirst().orElse("").split(" +");
    double all = 0;
    for (int i = 1; i < Math.min(columns.length, 9); i++) {
      all += Double.parseDouble(columns[i]);
    }
    return new double[] {all, columns.length > 8 ? Double.parseDouble(columns[8]) : 0};
  }

  private static String read(Path file) {
    try {
      return Files.isReadable(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
