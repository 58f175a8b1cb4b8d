package io.llmdevops.copilot.deployment.image;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// `.dockerignore` as docker reads it: the last pattern that matches a path, or a folder above it,
/// decides; `**/` also stands for no folder at all.
record IgnoreFile(List<String> patterns) {
  IgnoreFile {
    patterns = List.copyOf(patterns);
  }

  static IgnoreFile read(Path file) throws IOException {
    return new IgnoreFile(
        Files.readAllLines(file).stream()
            .map(String::strip)
            .filter(line -> !line.isEmpty() && !line.startsWith("#"))
            .toList());
  }

  boolean keepsOut(String path) {
    boolean out = false;
    for (String pattern : patterns) {
      boolean exception = pattern.startsWith("!");
      if (matches(exception ? pattern.substring(1) : pattern, Path.of(path))) {
        out = !exception;
      }
    }
    return out;
  }

  private static boolean matches(String pattern, Path path) {
    for (int names = 1; names <= path.getNameCount(); names++) {
      Path upper = path.subpath(0, names);
      if (glob(pattern, upper)
          || (pattern.startsWith("**/") && glob(pattern.substring(3), upper))) {
        return true;
      }
    }
    return false;
  }

  private static boolean glob(String pattern, Path path) {
    return FileSystems.getDefault().getPathMatcher("glob:" + pattern).matches(path);
  }
}
