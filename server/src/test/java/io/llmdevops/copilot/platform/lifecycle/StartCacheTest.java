package io.llmdevops.copilot.platform.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Real JVMs: what they say about themselves is nowhere promised.
class StartCacheTest {
  @TempDir private Path folder;

  /// Printed by the JVMs that the tests start.
  static final class Asked {
    public static void main(String[] args) {
      System.out.println(StartCache.ofThisProcess());
    }
  }

  @Test
  void a_cache_that_fits_is_used_and_one_that_does_not_is_ignored() throws Exception {
    assertThat(java("-XX:+UseSerialGC")).isEqualTo("NONE");

    java("-XX:+UseSerialGC", "-XX:AOTCacheOutput=made.aot");
    assertThat(java("-XX:+UseSerialGC", "-XX:AOTCache=made.aot")).isEqualTo("USED");
    assertThat(java("-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders", "-XX:AOTCache=made.aot"))
        .isEqualTo("IGNORED");

    Files.writeString(folder.resolve("damaged.aot"), "no cache");
    assertThat(java("-XX:+UseSerialGC", "-XX:AOTCache=damaged.aot")).isEqualTo("IGNORED");
  }

  /// @return the last line that it wrote
  private String java(String... options) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.addAll(List.of("-Xlog:disable", "-cp", jar().toString(), Asked.class.getName()));
    Path said = folder.resolve("said");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    process.waitFor();
    return Files.readAllLines(said).stream()
        .filter(line -> line.matches("[A-Z]+"))
        .reduce("", (earlier, later) -> later);
  }

  /// A cache takes classes from jars only.
  private Path jar() throws IOException {
    Path jar = folder.resolve("asked.jar");
    if (!Files.exists(jar)) {
      try (var out = new java.util.jar.JarOutputStream(Files.newOutputStream(jar))) {
        for (Class<?> one : List.of(StartCache.class, Asked.class)) {
          String name = one.getName().replace('.', '/') + ".class";
          out.putNextEntry(new java.util.jar.JarEntry(name));
          try (var in = one.getResourceAsStream("/" + name)) {
            in.transferTo(out);
          }
        }
      }
    }
    return jar;
  }
}
