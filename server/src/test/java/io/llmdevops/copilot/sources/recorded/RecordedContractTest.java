package io.llmdevops.copilot.sources.recorded;

import io.llmdevops.copilot.sources.ContractData;
import io.llmdevops.copilot.sources.MetricSource;
import io.llmdevops.copilot.sources.MetricSourceContract;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class RecordedContractTest extends MetricSourceContract {
  @TempDir Path folder;
  private MetricSource source;

  @BeforeEach
  void record() throws IOException {
    Path file = folder.resolve("contract.jsonl.gz");
    Recording.write(file, ContractData.series());
    source = RecordedSource.open("recorded", file, InstantSource.fixed(ContractData.end()));
  }

  @Override
  protected MetricSource source() {
    return source;
  }
}
