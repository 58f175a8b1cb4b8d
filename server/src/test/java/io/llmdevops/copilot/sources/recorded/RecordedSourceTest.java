package io.llmdevops.copilot.sources.recorded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmdevops.copilot.platform.errors.CopilotException.BadRequest;
import io.llmdevops.copilot.sources.ContractData;
import io.llmdevops.copilot.sources.Labels;
import io.llmdevops.copilot.sources.MetricQuery.Aggregate;
import io.llmdevops.copilot.sources.MetricQuery.Gauge;
import io.llmdevops.copilot.sources.MetricQuery.Rate;
import io.llmdevops.copilot.sources.MetricSource;
import io.llmdevops.copilot.sources.TimeRange;
import io.llmdevops.copilot.sources.TimeSeries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordedSourceTest {
  private static final Gauge POOL =
      new Gauge("pool_size", List.of(), Aggregate.SUM, List.of("pod"));

  @TempDir Path folder;

  private Path contract() throws IOException {
    Path file = folder.resolve("contract.jsonl");
    Recording.write(file, ContractData.series());
    return file;
  }

  @Test
  void what_lies_in_the_future_is_not_seen() throws IOException {
    AtomicReference<Instant> now = new AtomicReference<>(ContractData.BEGIN.plusSeconds(60));
    MetricSource source = RecordedSource.open("recorded", contract(), now::get);
    TimeRange all = new TimeRange(ContractData.BEGIN, ContractData.end(), Duration.ofSeconds(15));
    Gauge a = new Gauge("pool_size", List.of(), Aggregate.MAX, List.of());

    assertThat(source.range(a, all).series().getFirst().values()).contains(10).doesNotContain(11);
    assertThat(source.metricNames(ContractData.BEGIN.plusSeconds(61), ContractData.end()))
        .isEmpty();

    now.set(ContractData.end());
    assertThat(source.range(a, all).series().getFirst().values()).contains(120);
  }

  @Test
  void a_replay_clock_runs_at_its_own_speed() {
    Instant started = Instant.parse("2026-11-01T00:00:00Z");
    AtomicReference<Instant> base = new AtomicReference<>(started);
    ReplayClock clock = new ReplayClock(base::get, started, ContractData.BEGIN, 60);
    assertThat(clock.instant()).isEqualTo(ContractData.BEGIN);
    base.updateAndGet(t -> t.plusMillis(1500));
    assertThat(clock.instant()).isEqualTo(ContractData.BEGIN.plusSeconds(90));
    assertThatThrownBy(() -> new ReplayClock(base::get, started, started, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_recording_can_be_moved_to_another_time() throws IOException {
    Path file = contract();
    assertThat(RecordedSource.span(file))
        .isEqualTo(new RecordedSource.Span(ContractData.BEGIN, ContractData.end()));
    Instant today = Instant.parse("2026-11-01T00:00:00Z");
    Duration shift = Duration.between(ContractData.BEGIN, today);
    MetricSource source =
        RecordedSource.open("recorded", file, InstantSource.fixed(today.plusSeconds(30)), shift);
    assertThat(source.instant(POOL, today.plusSeconds(30)).series())
        .filteredOn(s -> s.labels().equals(Labels.of("pod", "a")))
        .singleElement()
        .satisfies(s -> assertThat(s.values()).containsExactly(2));
  }

  @Test
  void what_one_source_answers_is_recorded_and_replayed_with_the_same_answers() throws IOException {
    MetricSource original =
        RecordedSource.open("original", contract(), InstantSource.fixed(ContractData.end()));
    TimeRange range = new TimeRange(ContractData.BEGIN, ContractData.end(), ContractData.APART);
    Path copy = folder.resolve("copy.jsonl.gz");

    int recorded =
        Recorder.record(original, List.of("requests_total", "pool_size", "odd"), range, copy);

    assertThat(recorded).isEqualTo(10);
    MetricSource replayed =
        RecordedSource.open("copy", copy, InstantSource.fixed(ContractData.end()));
    Rate rate =
        new Rate("requests_total", List.of(), Duration.ofMinutes(5), List.of("service", "code"));
    TimeRange later =
        new TimeRange(ContractData.BEGIN.plusSeconds(1), ContractData.end(), Duration.ofMinutes(1));
    assertThat(text(replayed.range(rate, later))).isEqualTo(text(original.range(rate, later)));
    assertThat(text(replayed.range(POOL, later))).isEqualTo(text(original.range(POOL, later)));
  }

  private static List<String> text(MetricSource.Result result) {
    return result.series().stream()
        .map(s -> s.labels() + java.util.Arrays.toString(s.values()))
        .toList();
  }

  @Test
  void every_value_survives_the_file() throws IOException {
    TimeSeries odd =
        new TimeSeries(
            Labels.of(Map.of("__name__", "odd", "text", "a\"b\\\nö")),
            new long[] {1, 2, 3, 4, 5, 6},
            new double[] {
              Double.NaN,
              Double.POSITIVE_INFINITY,
              Double.NEGATIVE_INFINITY,
              -0.0,
              1e-300,
              0.1 + 0.2
            });
    Path file = folder.resolve("odd.jsonl");
    Recording.write(file, List.of(odd, odd));
    List<TimeSeries> read = new java.util.ArrayList<>();
    Recording.read(file, read::add);

    assertThat(read).hasSize(2);
    assertThat(read.getLast().labels()).isEqualTo(odd.labels());
    assertThat(read.getLast().values()).isEqualTo(odd.values());
    assertThat(Files.readAllLines(file)).hasSize(2).first().asString().startsWith("{\"labels\":{");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"labels\":{\"__name__\":\"a\"},\"t\":[1,2],\"v\":[1]}",
        "{\"labels\":{\"__name__\":\"a\"},\"t\":[2,1],\"v\":[1,1]}",
        "{\"labels\":{\"a\":\"b\"},\"t\":[1],\"v\":[1]}",
        "{\"labels\":{\"__name__\":1},\"t\":[1],\"v\":[1]}",
        "{\"labels\":{\"__name__\":\"a\"},\"t\":[1],\"v\":[\"x\"]}",
        "{\"labels\":{\"__name__\":\"a\"},\"t\":[\"1\"],\"v\":[1]}",
        "{\"labels\":{\"__name__\":\"a\"},\"t\":[1],\"v\":[1],\"x\":1}",
        "{\"labels\":{\"__name__\":\"a\"},\"t\":[1",
        "{\"labels\":[],\"t\":1,\"v\":2}",
        "[]",
        "time,value",
        "{\"labels\":{\"__name__\":\"a\"},\"t\":[1],\"v\":[1]}{\"labels\":{\"__name__\":\"a\"},\"t\":[1],\"v\":[1]}",
      })
  void a_file_that_is_no_recording_is_refused_by_name(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("broken.jsonl"), text);
    assertThatThrownBy(() -> RecordedSource.open("r", file, InstantSource.fixed(Instant.EPOCH)))
        .isInstanceOf(BadRequest.class)
        .hasMessageContaining("broken.jsonl");
  }

  @Test
  void a_missing_file_is_refused_by_name() {
    Path file = folder.resolve("missing.jsonl");
    assertThatThrownBy(() -> RecordedSource.span(file))
        .isInstanceOf(BadRequest.class)
        .hasMessageContaining("missing.jsonl");
  }
}
