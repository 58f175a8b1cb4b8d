package io.llmdevops.copilot.sources;

import io.llmdevops.copilot.platform.config.Setting;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

@Setting("Where metrics come from. See [sources.md](sources.md) for examples.")
@ConfigMapping(prefix = "copilot.sources")
public interface SourceSettings {
  @Setting(
      value =
          "The only Prometheus, or what speaks its API; short for"
              + " `copilot.sources.prometheus.prometheus.url`.",
      env = "COPILOT_PROMETHEUS_URL",
      secret = true)
  Optional<String> prometheusUrl();

  Map<String, Prometheus> prometheus();

  Scrape scrape();

  Map<String, Recording> recorded();

  /// One server that speaks the Prometheus API.
  interface Prometheus {
    @Setting(
        value =
            "Base URL, with its path prefix if it has one; user and password may be part of it.",
        secret = true)
    String url();

    @Setting("User for basic authentication.")
    Optional<String> user();

    @Setting(value = "Password of the user.", secret = true)
    Optional<String> password();

    @Setting(value = "Bearer token.", secret = true)
    Optional<String> token();

    @Setting("File with a bearer token; read at each request, so that it may be rotated.")
    Optional<String> tokenFile();

    @Setting(value = "Further request headers, such as `X-Scope-OrgID`.", secret = true)
    Map<String, String> headers();

    @Setting("File with the certificates (PEM) to trust. Default: the system's.")
    Optional<String> tlsCa();

    @Setting("File with the client certificate (PEM).")
    Optional<String> tlsCert();

    @Setting("File with the client key (PEM, PKCS-8, not encrypted).")
    Optional<String> tlsKey();

    @Setting("Accept any certificate for any name. Not for production.")
    @WithDefault("false")
    boolean tlsInsecureSkipVerify();

    @Setting("Longest wait for a connection.")
    @WithDefault("5s")
    Duration connectTimeout();

    @Setting("Longest wait for a whole answer, retries included.")
    @WithDefault("30s")
    Duration requestTimeout();

    @Setting(value = "Most series in one answer.", min = 1, max = 1_000_000)
    @WithDefault("20000")
    int maxSeries();

    @Setting(value = "Most samples in one answer.", min = 1, max = 100_000_000)
    @WithDefault("5000000")
    int maxSamples();

    @Setting(value = "Most megabytes in one answer, decompressed.", min = 1, max = 4096)
    @WithDefault("256")
    int maxMegabytes();
  }

  /// The built-in scraper.
  interface Scrape {
    Map<String, Target> targets();

    @Setting("Time between two scrapes of a target.")
    @WithDefault("5s")
    Duration interval();

    @Setting("How long samples are kept, in memory.")
    @WithDefault("2h")
    Duration retention();

    @Setting(
        value = "Most series of all targets together; each takes about 12 bytes a sample.",
        min = 1,
        max = 1_000_000)
    @WithDefault("10000")
    int maxSeries();
  }

  /// One page of metrics.
  interface Target {
    @Setting(value = "Whole URL of the metrics page.", secret = true)
    String url();

    @Setting("Labels put on each series. Default: `job` is the target's name.")
    Map<String, String> labels();
  }

  /// One recording, replayed from the start of the server as if it happened now.
  interface Recording {
    @Setting("File of JSON lines, compressed when its name ends in `.gz`.")
    String file();
  }
}
