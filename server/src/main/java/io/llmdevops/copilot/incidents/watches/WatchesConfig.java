package io.llmdevops.copilot.incidents.watches;

import io.llmdevops.copilot.platform.config.Setting;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

@Setting("What is watched, and how often. See [watches](watches.md).")
@ConfigMapping(prefix = "copilot.watches")
interface WatchesConfig {
  @Setting("Whether anything is watched at all.")
  @WithDefault("true")
  boolean enabled();

  @Setting(
      "Whether services are found by the usual names of metrics. Configured watches add to it.")
  @WithDefault("true")
  boolean discovery();

  @Setting("How often services are looked for.")
  @WithDefault("2m")
  Duration discoveryInterval();

  @Setting("How often each watch is brought up to date, and the distance of its points.")
  @WithDefault("15s")
  Duration interval();

  @Setting(
      "How long a source is given to have all samples of an interval. What comes later is not seen."
          + " Default: one interval.")
  Optional<Duration> lag();

  @Setting(
      "What rates are taken over. Default: four intervals, or four scrape intervals if those are"
          + " longer.")
  Optional<Duration> rateWindow();

  @Setting("How far in the past a new watch begins to learn.")
  @WithDefault("1h")
  Duration warmUp();

  @Setting("After an outage, intervals further back than this are skipped. At least `warm-up`.")
  @WithDefault("1h")
  Duration catchUp();

  @Setting("The longest that a source may take to answer one cycle.")
  @WithDefault("30s")
  Duration deadline();

  @Setting("How long an answer that the source calls incomplete is asked for again.")
  @WithDefault("2m")
  Duration patience();

  @Setting("How far this pod's clock may be from the database's before it stops watching.")
  @WithDefault("30s")
  Duration clockTolerance();

  @Setting("A watch ends when its metric has not been seen for so long.")
  @WithDefault("1h")
  Duration retireAfter();

  @Setting("How long the record of processed intervals is kept.")
  @WithDefault("2d")
  Duration keepCycles();

  @Setting(value = "Series that one watch follows at most.", min = 1, max = 1_000_000)
  @WithDefault("5000")
  int maxSeries();

  @Setting(value = "Series that all watches follow at most.", min = 1, max = 10_000_000)
  @WithDefault("50000")
  int maxSeriesTotal();

  Services services();

  @Setting("Metrics that are not watched, by name.")
  Optional<List<String>> excludeMetrics();

  /// By the kind of signal, in lower case with hyphens.
  Map<String, Floor> floors();

  List<Custom> custom();

  interface Services {
    @Setting("Regular expression for the whole name: only these services are watched.")
    Optional<String> include();

    @Setting("Regular expression for the whole name: these services are not watched.")
    Optional<String> exclude();
  }

  interface Floor {
    @Setting(
        "The least difference to the expected value that is worth a signal, in the unit of the kind"
            + " (`error-ratio`, `latency-p99`, `cpu`, ...).")
    Optional<Double> absolute();

    @Setting("The same as a share of the expected value.")
    Optional<Double> relative();
  }

  interface Custom {
    @Setting("What the watch is called.")
    String name();

    @Setting("The query, in PromQL. Each series of its answer is followed.")
    String query();

    @Setting("Name of the metrics source to ask. Default: the first one.")
    Optional<String> source();

    @Setting("How often. Default: `copilot.watches.interval`.")
    Optional<Duration> interval();

    @Setting(
        value = "What the values are.",
        oneOf = {
          "request-rate", "error-ratio", "latency-mean", "latency-p99", "cpu", "memory", "gc-pause",
          "pool-use", "queue-length", "restarts", "disk-use", "network", "availability", "custom"
        })
    @WithDefault("custom")
    String kind();

    @Setting("Unit of the values, as shown. Default: that of the kind.")
    Optional<String> unit();

    @Setting("The label that names the service.")
    @WithDefault("service")
    String serviceLabel();

    @Setting(
        value = "In which direction a change is a problem. Default: that of the kind.",
        oneOf = {"up", "down", "either"})
    Optional<String> direction();
  }
}
