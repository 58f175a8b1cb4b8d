package io.llmdevops.copilot.platform.config;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// What the operator configured: the file and the environment (which wins), every key known and
/// every value of its type. Used before the server boots, and by the command line, which never
/// boots it.
///
/// @param file the file that was read, if there is one
/// @param values what was set, by key; defaults are not in here
/// @param dataFolder where embedded data lives
public record Configuration(Optional<Path> file, Map<String, String> values, Path dataFolder) {
  private static final SettingsCatalog CATALOG = SettingsCatalog.load();

  /// Variables of ours that are no settings of the server.
  private static final Pattern NOT_SETTINGS =
      Pattern.compile("COPILOT_(CONFIG|URL|TOKEN|HOME|SKIP_BUILD|JAVA_OPTS|TEST_.*)");

  /// What Kubernetes puts into every pod for a Service that is called `copilot`.
  private static final Pattern SERVICE_LINKS =
      Pattern.compile("COPILOT_.*SERVICE_(HOST|PORT)(_.*)?|COPILOT_.*PORT_\\d+_(TCP|UDP).*");

  public Configuration {
    values = Map.copyOf(values);
  }

  /// Reads the file (`chosen`, or `COPILOT_CONFIG`, or the first that exists of ./copilot.yaml, the
  /// data folder's, /etc/llm-copilot/copilot.yaml) and the environment.
  ///
  /// @throws ConfigurationError with every problem at once
  public static Configuration load(Optional<Path> chosen) {
    return load(chosen, System.getenv(), Path.of(""));
  }

  /// As [#load(Optional)], for another environment and working folder than this process's.
  public static Configuration load(
      Optional<Path> chosen, Map<String, String> environment, Path workingFolder) {
    Path data =
        DataFolder.of(
            environment,
            System.getProperty("os.name", ""),
            Path.of(System.getProperty("user.home", ".")));
    Optional<Path> file = file(chosen, environment, workingFolder, data);
    List<String> problems = new ArrayList<>();
    Map<String, String> values = new LinkedHashMap<>();
    file.ifPresent(f -> addFile(f, values, problems));
    addEnvironment(environment, values, problems);
    if (!problems.isEmpty()) {
      throw new ConfigurationError(problems);
    }
    String moved = values.get("copilot.database.data-dir");
    return new Configuration(
        file, values, moved == null ? data : Path.of(moved).toAbsolutePath().normalize());
  }

  private static Optional<Path> file(
      Optional<Path> chosen, Map<String, String> environment, Path workingFolder, Path data) {
    Optional<Path> named =
        chosen.or(() ->
            Optional.ofNullable(environment.get("COPILOT_CONFIG"))
                .filter(name -> !name.isBlank())
                .map(Path::of));
    if (named.isPresent()) {
      if (!Files.isReadable(named.get())) {
        throw new ConfigurationError(
            List.of(
                "the configuration file " + named.get() + " does not exist or is not readable"));
      }
      return named;
    }
    return List.of(
            workingFolder.resolve("copilot.yaml"),
            data.resolve("copilot.yaml"),
            Path.of("/etc/llm-copilot/copilot.yaml"))
        .stream()
        .filter(Files::isReadable)
        .findFirst();
  }

  private static void addFile(Path file, Map<String, String> values, List<String> problems) {
    YamlFile.read(file)
        .forEach((key, value) -> {
          if (CATALOG.ofKey(key).isEmpty()) {
            problems.add(unknown(key, CATALOG.keys(), " in " + file));
          } else {
            check(key, value, file.toString(), problems);
            values.put(key, value);
          }
        });
  }

  private static void addEnvironment(
      Map<String, String> environment, Map<String, String> values, List<String> problems) {
    environment.forEach((name, value) -> {
      Optional<String> key = CATALOG.keyOfEnv(name);
      if (value.isBlank()) {
        return;
      }
      if (key.isPresent()) {
        check(key.get(), value, name, problems);
        values.put(key.get(), value);
      } else if (name.startsWith("COPILOT_") && !tolerated(name, value)) {
        problems.add(unknown(name, CATALOG.envNames(), " in the environment"));
      }
    });
  }

  private static boolean tolerated(String name, String value) {
    return NOT_SETTINGS.matcher(name).matches()
        || SERVICE_LINKS.matcher(name).matches()
        || value.startsWith("tcp://")
        || value.startsWith("udp://");
  }

  private static String unknown(String name, List<String> known, String where) {
    return "unknown setting "
        + name
        + where
        + NearestName.to(name, known).map(near -> ": did you mean " + near + "?").orElse("");
  }

  private static void check(String key, String value, String where, List<String> problems) {
    CATALOG
        .ofKey(key)
        .ifPresent(definition ->
            definition
                .objection(value)
                .ifPresent(allowed ->
                    problems.add(
                        key
                            + " (in "
                            + where
                            + ") is "
                            + (definition.secret() ? "not valid" : "\"" + value + "\"")
                            + ", allowed: "
                            + allowed)));
  }

  /// The value that was set, or the default, or empty when there is neither.
  public Optional<String> find(String key) {
    String set = values.get(key);
    if (set != null) {
      return Optional.of(set);
    }
    return CATALOG
        .ofKey(key)
        .map(SettingDefinition::defaultValue)
        .filter(value -> !value.isEmpty());
  }

  /// A setting that is set or has a default.
  public String get(String key) {
    return find(key).orElseThrow(() -> new ConfigurationError(List.of(key + " is not set")));
  }

  /// The settings of one feature, for those who do not run inside the server.
  public <T> T settings(Class<T> mapping) {
    return new SmallRyeConfigBuilder()
        .withSources(new PropertiesConfigSource(values, "copilot", 100))
        .withConverter(Duration.class, 200, text -> Values.duration(text).orElseThrow())
        .withMapping(mapping)
        .build()
        .getConfigMapping(mapping);
  }

  public int number(String key) {
    return Math.toIntExact(Values.number(get(key)).orElseThrow());
  }

  public Duration duration(String key) {
    return Values.duration(get(key)).orElseThrow();
  }
}
