package io.llmdevops.copilot.platform.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/// Reads `copilot.yaml` into flat keys: `copilot.watches[0].query`. A file may start with
/// `copilot:` or leave that level out.
final class YamlFile {
  private static final String ROOT = "copilot";

  private YamlFile() {}

  static Map<String, String> read(Path file) {
    Object document;
    try {
      document = Yaml.parse(Files.readString(file));
    } catch (IOException e) {
      throw new ConfigurationError(
          List.of(
              file + " cannot be read: " + e.getClass().getSimpleName() + " " + e.getMessage()));
    } catch (MarkedYAMLException e) {
      throw new ConfigurationError(List.of(file + " is not valid YAML: " + where(e)));
    }
    Map<String, String> flat = new LinkedHashMap<>();
    if (document == null) {
      return flat;
    }
    if (!(document instanceof Map<?, ?> top)) {
      throw new ConfigurationError(
          List.of(file + " must hold keys and values at its top, such as \"server:\""));
    }
    top.forEach((key, value) -> flatten(key.equals(ROOT) ? ROOT : ROOT + "." + key, value, flat));
    return flat;
  }

  private static String where(MarkedYAMLException e) {
    String problem = e.getProblem() == null ? "cannot be parsed" : e.getProblem();
    return e.getProblemMark() == null
        ? problem
        : problem + " at line " + (e.getProblemMark().getLine() + 1);
  }

  private static void flatten(String key, @Nullable Object value, Map<String, String> into) {
    switch (value) {
      case null -> {}
      case Map<?, ?> map -> map.forEach((k, v) -> flatten(key + "." + k, v, into));
      case List<?> list when list.stream().noneMatch(YamlFile::nested) -> {
        for (int i = 0; i < list.size(); i++) {
          into.put(key + "[" + i + "]", String.valueOf(list.get(i)));
        }
      }
      case List<?> list -> {
        for (int i = 0; i < list.size(); i++) {
          flatten(key + "[" + i + "]", list.get(i), into);
        }
      }
      default -> into.put(key, value.toString());
    }
  }

  private static boolean nested(@Nullable Object value) {
    return value instanceof Map || value instanceof List;
  }
}
