package io.llmdevops.copilot.incidents.watches;

import io.llmdevops.copilot.incidents.SignalKind;
import io.llmdevops.copilot.platform.config.ConfigurationError;
import io.llmdevops.copilot.sources.MetricQuery;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The configuration as the rest of this package reads it.
final class ConfiguredWatches {
  private static final int LONGEST_LABELS = 2_000;
  private static final int MOST_INTERVALS = 240;
  private static final Duration SHORTEST_WINDOW = Duration.ofSeconds(20);

  private final WatchesConfig config;

  ConfiguredWatches(WatchesConfig config) {
    this.config = config;
  }

  WatchSettings settings() {
    return new WatchSettings(
        new WatchSettings.Cycle(
            config.interval(),
            config.lag().orElse(null),
            config.deadline(),
            MOST_INTERVALS,
            config.catchUp(),
            config.warmUp(),
            config.patience(),
            config.clockTolerance()),
        new WatchSettings.Limits(config.maxSeries(), config.maxSeriesTotal(), LONGEST_LABELS),
        floors());
  }

  /// @param scrape how often the source collects, as far as is known
  Discovery.Scope scope(@Nullable Duration scrape) {
    Duration window = config.rateWindow().orElseGet(() -> window(scrape));
    return new Discovery.Scope(
        config.interval(),
        window,
        longer(Duration.ofMinutes(5), window),
        Set.copyOf(config.excludeMetrics().orElse(List.of())),
        new Discovery.Filter(
            config.services().include().orElse(null), config.services().exclude().orElse(null)));
  }

  private Duration window(@Nullable Duration scrape) {
    Duration window = longer(SHORTEST_WINDOW, config.interval().multipliedBy(4));
    return scrape == null ? window : longer(window, scrape.multipliedBy(4));
  }

  private static Duration longer(Duration a, Duration b) {
    return a.compareTo(b) > 0 ? a : b;
  }

  private Map<SignalKind, WatchSettings.Floor> floors() {
    Map<SignalKind, WatchSettings.Floor> floors = new EnumMap<>(WatchSettings.FLOORS);
    config
        .floors()
        .forEach((name, floor) -> {
          SignalKind kind = kind(name, "copilot.watches.floors");
          WatchSettings.Floor preset = floors.getOrDefault(kind, WatchSettings.Floor.NONE);
          floors.put(
              kind,
              new WatchSettings.Floor(
                  floor.absolute().orElse(preset.absolute()),
                  floor.relative().orElse(preset.relative())));
        });
    return floors;
  }

  /// @param sources names of the configured sources; the first answers where none is named
  List<WatchDefinition> custom(List<String> sources) {
    return config.custom().stream().map(custom -> watch(custom, sources)).toList();
  }

  private WatchDefinition watch(WatchesConfig.Custom custom, List<String> sources) {
    String where = "copilot.watches.custom '" + custom.name() + "'";
    String source = custom.source().orElse(sources.isEmpty() ? "" : sources.getFirst());
    if (!sources.contains(source)) {
      throw new ConfigurationError(
          List.of("%s asks source '%s'; configured are %s".formatted(where, source, sources)));
    }
    SignalKind kind = kind(custom.kind(), where);
    return new WatchDefinition(
        custom.name(),
        WatchDefinition.Origin.CONFIGURED,
        new WatchDefinition.Measure(
            kind,
            custom.unit().orElse(kind.unit()),
            custom
                .direction()
                .map(word -> SignalKind.Badness.valueOf(word.toUpperCase(Locale.ROOT)))
                .orElse(kind.badness())),
        new WatchDefinition.Queries(
            source, new MetricQuery.PromQl(custom.query()), null, custom.serviceLabel()),
        custom.interval().orElse(config.interval()));
  }

  private static SignalKind kind(String word, String where) {
    String name = word.toUpperCase(Locale.ROOT).replace('-', '_');
    return Arrays.stream(SignalKind.values())
        .filter(kind -> kind.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new ConfigurationError(
                List.of(
                    "%s: no kind is called '%s'; known are %s".formatted(where, word, kinds()))));
  }

  private static Set<String> kinds() {
    Set<String> words = new TreeSet<>();
    for (SignalKind kind : SignalKind.values()) {
      words.add(kind.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }
    return words;
  }
}
