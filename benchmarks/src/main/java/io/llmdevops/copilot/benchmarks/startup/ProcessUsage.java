package io.llmdevops.copilot.benchmarks.startup;

import io.llmdevops.copilot.benchmarks.BenchmarkFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What a process has used so far, as Linux tells it (proc(5)).
record ProcessUsage(long pid) {
  /// `sysconf(_SC_CLK_TCK)`, 100 on every Linux that the JVM runs on.
  private static final double TICKS_PER_SECOND = 100;

  /// User and system time of all threads (fields 14 and 15 of `stat`).
  double cpuSeconds() {
    String stat = read("stat");
    String[] afterName = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return (Long.parseLong(afterName[11]) + Long.parseLong(afterName[12])) / TICKS_PER_SECOND;
  }

  /// In megabytes of 1024 * 1024 bytes.
  double residentMegabytes() {
    return read("status")
            .lines()
            .filter(line -> line.startsWith("VmRSS:"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
            .sum()
        / 1024.0;
  }

  private String read(String file) {
    try {
      return Files.readString(Path.of("/proc/" + pid + "/" + file));
    } catch (IOException e) {
      throw new BenchmarkFailure("only Linux tells what a process used: " + e.getMessage());
    }
  }
}
