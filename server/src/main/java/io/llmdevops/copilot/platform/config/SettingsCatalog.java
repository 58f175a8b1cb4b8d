package io.llmdevops.copilot.platform.config;

import io.llmdevops.copilot.platform.config.SettingDefinition.Bounds;
import io.llmdevops.copilot.platform.config.SettingDefinition.Notation;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Every setting that this program knows. Read from a generated table, because finding the mapping
/// interfaces by reflection would cost the command line and each start more than reading 10 KB.
/// `SettingsDocumentTest` keeps table, interfaces and docs/use/configuration.md the same.
record SettingsCatalog(List<SettingDefinition> definitions) {
  static final String RESOURCE = "/copilot-settings.tsv";

  SettingsCatalog {
    definitions = List.copyOf(definitions);
  }

  static SettingsCatalog load() {
    InputStream stream = SettingsCatalog.class.getResourceAsStream(RESOURCE);
    if (stream == null) {
      return new SettingsCatalog(List.of());
    }
    try (var reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      return new SettingsCatalog(reader.lines().map(SettingsCatalog::parse).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static SettingDefinition parse(String line) {
    String[] f = line.split("\t", -1);
    return new SettingDefinition(
        f[0],
        f[1],
        Notation.valueOf(f[2]),
        f[3],
        f[4].isEmpty() ? List.of() : List.of(f[4].split("\\|")),
        new Bounds(Long.parseLong(f[5]), Long.parseLong(f[6])),
        Boolean.parseBoolean(f[7]),
        f[8]);
  }

  static String line(SettingDefinition d) {
    return String.join(
        "\t",
        d.key(),
        d.env(),
        d.type().name(),
        d.defaultValue(),
        String.join("|", d.oneOf()),
        Long.toString(d.bounds().min()),
        Long.toString(d.bounds().max()),
        Boolean.toString(d.secret()),
        d.description());
  }

  Optional<SettingDefinition> ofKey(String key) {
    return definitions.stream().filter(d -> d.hasKey(key)).findFirst();
  }

  Optional<String> keyOfEnv(String name) {
    return definitions.stream().flatMap(d -> d.keyOfEnv(name).stream()).findFirst();
  }

  List<String> keys() {
    return definitions.stream().map(SettingDefinition::key).toList();
  }

  List<String> envNames() {
    return definitions.stream()
        .flatMap(d -> Stream.of(d.derivedEnv(), d.env()))
        .filter(name -> !name.isEmpty())
        .toList();
  }
}
