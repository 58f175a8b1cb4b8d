package io.llmdevops.copilot.platform.lifecycle;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import org.jspecify.annotations.Nullable;

/// Whether this JVM took over the cache of loaded classes (`-XX:AOTCache`) that it was started
/// with. One that does not fit (another JVM, other options, a debugging agent) is left alone by the
/// JVM, and all that shows is a start that takes twice the time.
public enum StartCache {
  NONE,
  USED,
  IGNORED;

  public static StartCache ofThisProcess() {
    @Nullable HotSpotDiagnosticMXBean options =
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    return options == null
        ? NONE
        : of(options.getVMOption("AOTCache").getValue(), System.getProperty("java.vm.info", ""));
  }

  /// @param file what the option names
  /// @param mode the JVM's own words, such as `mixed mode, sharing`
  static StartCache of(@Nullable String file, String mode) {
    if (file == null || file.isBlank()) {
      return NONE;
    }
    return mode.contains("sharing") ? USED : IGNORED;
  }
}
