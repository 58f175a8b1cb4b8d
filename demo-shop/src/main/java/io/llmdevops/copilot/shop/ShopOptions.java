package io.llmdevops.copilot.shop;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The options of the program, as `--name value` or `--name=value`.
record ShopOptions(
    ShopSettings settings,
    Optional<FaultPlan> plan,
    Outputs outputs,
    Optional<Long> parent,
    boolean ignoreStdin) {

  /// What is written for those who watch the shop; each is absent when nobody asked for it.
  ///
  /// @param services file for a JSON object of service to address
  /// @param configuration file for a `prometheus.yml`
  /// @param rules file with alert rules that the configuration names
  /// @param rulesOut file for the shop's own alert rules
  record Outputs(
      Optional<Path> services,
      Optional<Path> configuration,
      Duration scrapeInterval,
      Optional<String> alertmanager,
      Optional<Path> rules,
      Optional<Path> rulesOut) {

    /// The given rules, else the shop's own.
    Optional<Path> rulesInUse() {
      return rules.or(() -> rulesOut).map(Path::toAbsolutePath);
    }
  }

  private record Option(String value, String usual, String help) {}

  private static final Map<String, Option> KNOWN = known();
  private static final String IGNORE_STDIN = "--ignore-stdin";
  private static final Pattern DURATION = Pattern.compile("(\\d{1,6})(ms|s|m)?");

  private static Map<String, Option> known() {
    var known = new LinkedHashMap<String, Option>();
    known.put(
        "--port-base", new Option("N", "18080", "control port; services follow; 0: free ones"));
    known.put("--seed", new Option("N", "1", "seed of everything random"));
    known.put("--rate", new Option("N", "25", "visitors a second"));
    known.put("--warm-up", new Option("VISITS", "400", "visits before the shop is ready"));
    known.put(
        "--fault", new Option("KIND", "latency", "latency, errors, memory, dependency or none"));
    known.put(
        "--fault-service", new Option("NAME", "", "service to break; each fault has its usual"));
    known.put("--fault-after", new Option("SECONDS", "60", "from the start to the fault"));
    known.put("--fault-duration", new Option("SECONDS", "180", "from the fault to its end"));
    known.put("--leak-time", new Option("SECONDS", "90", "until a leak has filled the heap"));
    known.put("--services-file", new Option("FILE", "", "write a JSON map of service to address"));
    known.put("--prometheus-config", new Option("FILE", "", "write a prometheus.yml"));
    known.put("--scrape-interval", new Option("TIME", "5s", "scrape and rule interval in it"));
    known.put("--alertmanager", new Option("HOST:PORT", "", "where it sends alerts"));
    known.put("--rules", new Option("FILE", "", "alert rules that it names"));
    known.put("--rules-out", new Option("FILE", "", "write the shop's own alert rules"));
    known.put("--exit-with-parent", new Option("PID", "", "end when this process ends"));
    return known;
  }

  static String help() {
    return KNOWN.entrySet().stream()
        .map(e ->
            "  %-30s %s%s"
                .formatted(
                    e.getKey() + ' ' + e.getValue().value,
                    e.getValue().help,
                    e.getValue().usual.isEmpty() ? "" : " (" + e.getValue().usual + ")"))
        .collect(
            Collectors.joining(
                "\n",
                "The simulated shop of the demo.\n\n",
                "\n  %-30s %s\n\nTimes are in seconds, or with a unit: 500ms, 5s, 2m."
                    .formatted(IGNORE_STDIN, "go on when standard input closes")));
  }

  /// @throws IllegalArgumentException with a message for the user
  static ShopOptions parse(String... args) {
    var given = new HashMap<String, String>();
    for (int i = 0; i < args.length; i++) {
      int equals = args[i].indexOf('=');
      var name = equals < 0 ? args[i] : args[i].substring(0, equals);
      if (name.equals(IGNORE_STDIN)) {
        given.put(name, "");
      } else if (!KNOWN.containsKey(name)) {
        throw new IllegalArgumentException("unknown option " + name + "; --help lists all");
      } else if (equals >= 0) {
        given.put(name, args[i].substring(equals + 1));
      } else if (i + 1 < args.length) {
        given.put(name, args[++i]);
      } else {
        throw new IllegalArgumentException(name + " needs a value; --help lists all");
      }
    }
    return new Given(given).options();
  }

  /// The values that the user gave, and the usual ones for the rest.
  private record Given(Map<String, String> values) {

    ShopOptions options() {
      return new ShopOptions(
          new ShopSettings(
              required("--port-base", Integer::valueOf),
              required("--seed", Long::valueOf),
              required("--rate", Double::valueOf),
              required("--leak-time", Given::duration),
              required("--warm-up", Integer::valueOf)),
          plan(),
          new Outputs(
              optional("--services-file", Path::of),
              optional("--prometheus-config", Path::of),
              required("--scrape-interval", Given::duration),
              optional("--alertmanager", text -> text),
              optional("--rules", Path::of),
              optional("--rules-out", Path::of)),
          optional("--exit-with-parent", Long::valueOf),
          values.containsKey(IGNORE_STDIN));
    }

    private Optional<FaultPlan> plan() {
      if (required("--fault", text -> text).equals("none")) {
        return Optional.empty();
      }
      var kind = required("--fault", Fault.Kind::parse);
      var service = optional("--fault-service", text -> text).orElse(kind.usualService());
      if (ShopMap.services().stream().noneMatch(s -> s.name().equals(service))) {
        throw new IllegalArgumentException("--fault-service: no service is called " + service);
      }
      return Optional.of(
          new FaultPlan(
              new Fault(kind, service),
              required("--fault-after", Given::duration),
              required("--fault-duration", Given::duration)));
    }

    private <T> T required(String name, Function<String, T> reader) {
      return this.<T>optional(name, reader)
          .orElseThrow(() -> new IllegalArgumentException(name + " needs a value"));
    }

    private <T> Optional<T> optional(String name, Function<String, T> reader) {
      var known = KNOWN.get(name);
      var text = values.getOrDefault(name, known == null ? "" : known.usual);
      if (text.isEmpty()) {
        return Optional.empty();
      }
      try {
        return Optional.of(reader.apply(text));
      } catch (NumberFormatException notANumber) {
        throw new IllegalArgumentException(name + " needs a number, not '" + text + "'");
      }
    }

    private static Duration duration(String text) {
      var matcher = DURATION.matcher(text);
      if (!matcher.matches()) {
        throw new IllegalArgumentException("no time: '" + text + "'; write 90, 90s, 500ms or 2m");
      }
      long number = Long.parseLong(matcher.group(1));
      return switch (matcher.group(2)) {
        case "ms" -> Duration.ofMillis(number);
        case "m" -> Duration.ofMinutes(number);
        case null, default -> Duration.ofSeconds(number);
      };
    }
  }
}
