package io.llmdevops.copilot.sources.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmdevops.copilot.sources.ContractData;
import io.llmdevops.copilot.sources.MetricQuery.PromQl;
import io.llmdevops.copilot.sources.MetricSource;
import io.llmdevops.copilot.sources.MetricSourceContract;
import io.llmdevops.copilot.sources.http.Endpoint;
import io.llmdevops.copilot.testkit.PrometheusProcess;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// The contract over a real Prometheus, whose data folder was filled before it started.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PrometheusContractTest extends MetricSourceContract {
  private PrometheusProcess prometheus;
  private PrometheusSource source;

  @BeforeAll
  void start(@TempDir Path folder) {
    PrometheusProcess.backfill(folder, ContractData.openMetrics(folder, ContractData.series()));
    prometheus =
        PrometheusProcess.start(folder, "global: {}\n", "--storage.tsdb.retention.time=100y");
    source = new PrometheusSource("real", Endpoint.of(prometheus.url()), Limits.DEFAULT);
  }

  @AfterAll
  void stop() {
    source.close();
    prometheus.close();
  }

  @Override
  protected MetricSource source() {
    return source;
  }

  @Test
  void the_operators_expression_is_answered() {
    assertThat(source.instant(new PromQl("1 + 1"), ContractData.BEGIN).series())
        .singleElement()
        .satisfies(s -> assertThat(s.values()).containsExactly(2));
  }
}
