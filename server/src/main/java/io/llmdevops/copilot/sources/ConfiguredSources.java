package io.llmdevops.copilot.sources;

import io.llmdevops.copilot.platform.config.ConfigurationError;
import io.llmdevops.copilot.platform.errors.CopilotException.BadRequest;
import io.llmdevops.copilot.platform.telemetry.Meters;
import io.llmdevops.copilot.sources.http.Credential;
import io.llmdevops.copilot.sources.http.Endpoint;
import io.llmdevops.copilot.sources.http.Tls;
import io.llmdevops.copilot.sources.prometheus.Limits;
import io.llmdevops.copilot.sources.prometheus.PrometheusSource;
import io.llmdevops.copilot.sources.recorded.RecordedSource;
import io.llmdevops.copilot.sources.scrape.ScrapeSettings;
import io.llmdevops.copilot.sources.scrape.ScrapeTarget;
import io.llmdevops.copilot.sources.scrape.Scraper;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Builds what the configuration asks for. Problems name the key; nothing is asked of a source yet,
/// so that the server starts while its Prometheus is away.
public final class ConfiguredSources {
  static final String SCRAPER = "builtin";
  private static final String PREFIX = "copilot.sources.";
  private static final Duration SCRAPE_LIMIT = Duration.ofSeconds(10);
  private static final long MAX_PAGE_BYTES = 16L << 20;

  private final SourceSettings settings;
  private final InstantSource time;
  private final Meters meters;
  private final List<MetricSource> sources = new ArrayList<>();
  private final List<Runnable> closing = new ArrayList<>();

  private ConfiguredSources(SourceSettings settings, InstantSource time, Meters meters) {
    this.settings = settings;
    this.time = time;
    this.meters = meters;
  }

  /// Throws [ConfigurationError]. The scraper, if there are targets, begins to scrape.
  public static Sources open(SourceSettings settings, InstantSource time, Meters meters) {
    ConfiguredSources configured = new ConfiguredSources(settings, time, meters);
    try {
      configured.openAll();
      return new Sources(configured.sources, configured.closing);
    } catch (ConfigurationError | IllegalArgumentException e) {
      configured.closing.forEach(Runnable::run);
      throw e instanceof ConfigurationError error
          ? error
          : new ConfigurationError(List.of(PREFIX + "*: " + e.getMessage()));
    }
  }

  private void openAll() {
    settings
        .prometheusUrl()
        .ifPresent(url -> addPrometheus("prometheus", "prometheus-url", () -> single(url)));
    settings
        .prometheus()
        .forEach((name, one) -> addPrometheus(name, "prometheus." + name, () -> endpoint(one)));
    if (!settings.scrape().targets().isEmpty()) {
      addScraper(settings.scrape());
    }
    settings.recorded().forEach(this::addRecording);
  }

  private static Endpoint single(String url) {
    return Endpoint.of(uri(url));
  }

  private static Endpoint endpoint(SourceSettings.Prometheus settings) {
    return new Endpoint(
        uri(settings.url()),
        credential(settings),
        new Tls(
            path(settings.tlsCa()),
            path(settings.tlsCert()),
            path(settings.tlsKey()),
            settings.tlsInsecureSkipVerify()),
        settings.headers(),
        settings.connectTimeout(),
        settings.requestTimeout(),
        (long) settings.maxMegabytes() << 20);
  }

  private static @Nullable Path path(Optional<String> file) {
    return file.map(Path::of).orElse(null);
  }

  private static Credential credential(SourceSettings.Prometheus settings) {
    List<Credential> given = new ArrayList<>();
    settings
        .user()
        .ifPresent(u -> given.add(new Credential.Basic(u, settings.password().orElse(""))));
    settings.token().ifPresent(token -> given.add(new Credential.Bearer(token)));
    settings.tokenFile().ifPresent(file -> given.add(new Credential.BearerFile(Path.of(file))));
    if (given.size() > 1) {
      throw new IllegalArgumentException("set only one of user, token and token-file");
    }
    return given.isEmpty() ? Credential.NONE : given.getFirst();
  }

  private void addPrometheus(String name, String key, Supplier<Endpoint> endpoint) {
    PrometheusSource source =
        checked(key, () -> new PrometheusSource(name, endpoint.get(), limits(name)));
    closing.add(source::close);
    add(source);
  }

  private Limits limits(String name) {
    return Optional.ofNullable(settings.prometheus().get(name))
        .map(one ->
            new Limits(
                one.maxSeries(),
                one.maxSamples(),
                Limits.DEFAULT.labelsPerSeries(),
                Limits.DEFAULT.pointsPerSeries()))
        .orElse(Limits.DEFAULT);
  }

  private void addScraper(SourceSettings.Scrape scrape) {
    List<ScrapeTarget> targets = new ArrayList<>();
    scrape
        .targets()
        .forEach((name, target) ->
            targets.add(checked("scrape.targets." + name, () -> target(name, target, scrape))));
    ScrapeSettings limits =
        checked(
            "scrape",
            () ->
                new ScrapeSettings(
                    scrape.interval(),
                    scrape.retention(),
                    scrape.maxSeries(),
                    scrape.maxSeries(),
                    ScrapeSettings.DEFAULT.labelsPerSeries()));
    Scraper scraper = new Scraper(SCRAPER, targets, limits, time);
    closing.add(scraper::close);
    meters.gauge("copilot.scrape.series", scraper, Scraper::series);
    meters.total("copilot.scrape.refused", scraper, Scraper::refused);
    scraper.start();
    add(scraper.source());
  }

  private static ScrapeTarget target(
      String name, SourceSettings.Target target, SourceSettings.Scrape scrape) {
    Map<String, String> labels = new TreeMap<>(target.labels());
    labels.putIfAbsent("job", name);
    Duration limit =
        scrape.interval().compareTo(SCRAPE_LIMIT) < 0 ? scrape.interval() : SCRAPE_LIMIT;
    Endpoint endpoint =
        Endpoint.of(uri(target.url())).withRequestTimeout(limit).withMaxBytes(MAX_PAGE_BYTES);
    return new ScrapeTarget(endpoint, Labels.of(labels));
  }

  private void addRecording(String name, SourceSettings.Recording recording) {
    Path file = Path.of(recording.file());
    add(
        checked(
            "recorded." + name,
            () -> {
              Instant begin = RecordedSource.span(file).begin();
              return RecordedSource.open(name, file, time, Duration.between(begin, time.instant()));
            }));
  }

  private void add(MetricSource source) {
    sources.add(new MeasuredSource(source, meters));
  }

  private static <T> T checked(String key, Supplier<T> make) {
    try {
      return make.get();
    } catch (IllegalArgumentException | BadRequest e) {
      throw new ConfigurationError(List.of(PREFIX + key + ": " + e.getMessage()));
    }
  }

  /// The parser's own message would show the text, and with it a password.
  private static URI uri(String text) {
    try {
      return new URI(text.strip());
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(
          "not a URL: " + e.getReason() + " at position " + e.getIndex());
    }
  }
}
