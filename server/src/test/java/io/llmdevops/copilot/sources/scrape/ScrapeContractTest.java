package io.llmdevops.copilot.sources.scrape;

import io.llmdevops.copilot.sources.ContractData;
import io.llmdevops.copilot.sources.Labels;
import io.llmdevops.copilot.sources.MetricSource;
import io.llmdevops.copilot.sources.MetricSourceContract;
import io.llmdevops.copilot.sources.http.Endpoint;
import io.llmdevops.copilot.sources.http.RawServer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/// The contract over the built-in scraper, which scraped every sample from a real HTTP target.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ScrapeContractTest extends MetricSourceContract {
  private final AtomicInteger sample = new AtomicInteger();
  private Scraper scraper;

  @BeforeAll
  void scrape() {
    try (RawServer target =
        new RawServer((request, out) ->
            out.write(
                RawServer.http(
                        "200 OK",
                        "text/plain; version=0.0.4",
                        ContractData.exposition(sample.get()))
                    .getBytes(StandardCharsets.UTF_8)))) {
      scraper =
          new Scraper(
              "scraped",
              List.of(
                  new ScrapeTarget(
                      Endpoint.of(target.url().resolve("/metrics")), Labels.of("job", "x"))),
              ScrapeSettings.DEFAULT,
              this::now);
      for (int i = 0; i < ContractData.COUNT; i++) {
        sample.set(i);
        scraper.scrapeAll();
      }
    }
  }

  private Instant now() {
    return ContractData.BEGIN.plus(ContractData.APART.multipliedBy(sample.get()));
  }

  @AfterAll
  void stop() {
    scraper.close();
  }

  @Override
  protected MetricSource source() {
    return scraper.source();
  }
}
