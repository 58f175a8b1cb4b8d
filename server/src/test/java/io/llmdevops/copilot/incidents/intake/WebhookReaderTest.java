package io.llmdevops.copilot.incidents.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmdevops.copilot.incidents.Alert;
import io.llmdevops.copilot.incidents.Severity;
import io.llmdevops.copilot.platform.errors.CopilotException;
import io.llmdevops.copilot.sources.Labels;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookReaderTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  private final WebhookReader reader = new WebhookReader(IntakeLimits.DEFAULT);

  private Delivery read(String body) {
    return reader.read(body.getBytes(StandardCharsets.UTF_8), null, NOW);
  }

  private IncomingAlert only(String alert) {
    return read("{\"alerts\":[" + alert + "]}").alerts().getFirst();
  }

  private static String sample(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            WebhookReaderTest.class.getResourceAsStream("/incidents/intake/" + name))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void alertmanagers_payload_is_read_with_all_that_is_used_of_it() throws IOException {
    Delivery delivery = read(sample("alertmanager.json"));
    assertThat(delivery.truncated()).isEqualTo(3);
    IncomingAlert first = delivery.alerts().getFirst();
    assertThat(first.key())
        .isEqualTo(
            new IncomingAlert.Key(
                "d8a1f2c34b5e6f70", Instant.parse("2026-03-01T11:55:03.421337Z")));
    assertThat(first.content().receiver()).isEqualTo("copilot");
    assertThat(first.content().name()).isEqualTo("HighErrorRate");
    assertThat(first.content().service()).isEqualTo("checkout");
    assertThat(first.content().severity()).isEqualTo(Severity.CRITICAL);
    assertThat(first.content().annotations().get("summary"))
        .contains("checkout answers 34 % of requests with an error");
    assertThat(first.content().source().note())
        .isEqualTo("the sender left out 3 further alerts of this group");
    assertThat(first.status()).isEqualTo(Alert.Status.FIRING);
    assertThat(first.endsAt()).isNull();
    IncomingAlert second = delivery.alerts().get(1);
    assertThat(second.status()).isEqualTo(Alert.Status.RESOLVED);
    assertThat(second.endsAt()).isEqualTo("2026-03-01T11:58:03.421Z");
  }

  @Test
  void grafanas_payload_is_read_too() throws IOException {
    Delivery delivery = read(sample("grafana.json"));
    IncomingAlert alert = delivery.alerts().getFirst();
    assertThat(alert.key().fingerprint()).isEqualTo("c6eadffa33fcdf37");
    assertThat(alert.content().name()).isEqualTo("High p99 latency");
    assertThat(alert.content().service()).isEqualTo("payment");
    assertThat(alert.content().source().startsAt()).isEqualTo("2026-03-01T11:30:00Z");
  }

  @Test
  void no_alerts_is_a_delivery_and_so_is_the_null_that_go_writes_for_it() {
    assertThat(read("{\"version\":\"4\",\"alerts\":[]}").alerts()).isEmpty();
    assertThat(read("{\"alerts\":null}").alerts()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "42",
        "{}",
        "{\"alerts\":{}}",
        "{\"alerts\":[1]}",
        "{\"alerts\":[]} x",
        "{\"alerts\":[{\"labels\":",
        "not json",
        "{\"version\":\"4\"}"
      })
  void what_is_no_delivery_is_refused(String body) {
    assertThatThrownBy(() -> read(body)).isInstanceOf(CopilotException.BadRequest.class);
  }

  @Test
  void malformed_json_is_refused_with_the_position() {
    assertThatThrownBy(() -> read("{\"alerts\":\n  [{\"labels\": oops}]}"))
        .hasMessageContaining("line 2, column");
  }

  @Test
  void bytes_that_are_no_text_are_refused() {
    byte[] body = "{\"alerts\":[{\"labels\":{\"a\":\"?\"}}]}".getBytes(StandardCharsets.UTF_8);
    body[27] = (byte) 0xC3;
    assertThatThrownBy(() -> reader.read(body, null, NOW))
        .isInstanceOf(CopilotException.BadRequest.class);
  }

  @Test
  void an_alert_without_a_fingerprint_gets_the_one_that_alertmanager_would_give_it() {
    // As Alertmanager 0.25 gave it: see the test with a real one.
    assertThat(only("{\"labels\":{}}").key().fingerprint()).isEqualTo("cbf29ce484222325");
    IncomingAlert one = only("{\"labels\":{\"b\":\"2\",\"a\":\"1\"}}");
    IncomingAlert same = only("{\"labels\":{\"a\":\"1\",\"b\":\"2\"}}");
    IncomingAlert other = only("{\"labels\":{\"a\":\"12\",\"b\":\"\"}}");
    assertThat(one.key()).isEqualTo(same.key()).isNotEqualTo(other.key());
  }

  @Test
  void a_start_hours_ahead_becomes_now_in_belief_and_stays_the_identity() {
    IncomingAlert alert =
        only("{\"labels\":{\"a\":\"1\"},\"startsAt\":\"2026-03-01T15:00:00.5Z\"}");
    assertThat(alert.content().source().startsAt()).isEqualTo(NOW);
    assertThat(alert.key().sentStartsAt()).isEqualTo("2026-03-01T15:00:00.5Z");
    assertThat(alert.content().source().note()).contains("3 h ahead");
  }

  @Test
  void a_clock_that_is_a_little_ahead_is_believed() {
    IncomingAlert alert = only("{\"labels\":{\"a\":\"1\"},\"startsAt\":\"2026-03-01T12:01:00Z\"}");
    assertThat(alert.content().source().startsAt()).isEqualTo("2026-03-01T12:01:00Z");
    assertThat(alert.content().source().note()).isNull();
  }

  @Test
  void the_end_of_a_resolved_alert_is_never_before_its_start_nor_in_the_future() {
    assertThat(
            only("{\"status\":\"resolved\",\"startsAt\":\"2026-03-01T11:00:00Z\","
                    + "\"endsAt\":\"2026-03-01T10:00:00Z\"}")
                .endsAt())
        .isEqualTo("2026-03-01T11:00:00Z");
    assertThat(
            only("{\"status\":\"resolved\",\"startsAt\":\"2026-03-01T11:00:00Z\","
                    + "\"endsAt\":\"2026-03-02T10:00:00Z\"}")
                .endsAt())
        .isEqualTo(NOW);
  }

  @Test
  void gos_zero_time_and_nonsense_count_as_no_time() {
    assertThat(only("{\"startsAt\":\"0001-01-01T00:00:00Z\"}").key().sentStartsAt())
        .isEqualTo(IncomingAlert.UNKNOWN_START);
    IncomingAlert nonsense = only("{\"startsAt\":\"yesterday\"}");
    assertThat(nonsense.key().sentStartsAt()).isEqualTo(IncomingAlert.UNKNOWN_START);
    assertThat(nonsense.content().source().note()).contains("yesterday");
  }

  @Test
  void a_bomb_of_labels_is_cut_to_the_limit_with_the_telling_ones_kept() {
    String bomb =
        IntStream.range(0, 10_000)
            .mapToObj(i -> "\"a%05d\":\"x\"".formatted(i))
            .collect(Collectors.joining(","));
    IncomingAlert alert =
        only("{\"labels\":{" + bomb + ",\"service\":\"cart\",\"alertname\":\"Boom\"}}");
    assertThat(alert.content().labels().values())
        .hasSize(64)
        .containsEntry("service", "cart")
        .containsEntry("alertname", "Boom");
    assertThat(alert.content().source().note())
        .isEqualTo("9938 of 10002 labels left out (at most 64)");
  }

  @Test
  void two_alerts_that_differ_only_in_what_is_cut_stay_two() {
    String bomb =
        IntStream.range(0, 200)
            .mapToObj(i -> "\"a%05d\":\"x\"".formatted(i))
            .collect(Collectors.joining(","));
    assertThat(only("{\"labels\":{" + bomb + ",\"z\":\"1\"}}").key())
        .isNotEqualTo(only("{\"labels\":{" + bomb + ",\"z\":\"2\"}}").key());
  }

  @Test
  void a_very_long_value_is_cut_and_noted() {
    IncomingAlert alert = only("{\"labels\":{\"a\":\"" + "x".repeat(100_000) + "\"}}");
    assertThat(alert.content().labels().get("a").orElseThrow()).hasSize(1_024);
    assertThat(alert.content().source().note()).isEqualTo("1 label values cut to 1024 characters");
  }

  @Test
  void more_alerts_than_the_limit_are_refused_with_the_limit() {
    WebhookReader small = new WebhookReader(new IntakeLimits(1_024, 2, 64, 256, 1_024, 4_096));
    assertThatThrownBy(
            () -> small.read("{\"alerts\":[{},{},{}]}".getBytes(StandardCharsets.UTF_8), null, NOW))
        .isInstanceOf(CopilotException.TooLarge.class)
        .hasMessageContaining("more than 2 alerts");
  }

  @Test
  void what_the_database_cannot_hold_is_replaced() {
    IncomingAlert alert =
        only("{\"labels\":{\"a\":\"x\\u0000y\",\"b\":\"\\ud800z\",\"c\":\"\\ud83d\\ude00\"}}");
    assertThat(alert.content().labels().values())
        .containsEntry("a", "x\uFFFDy")
        .containsEntry("b", "\uFFFDz")
        .containsEntry("c", "\uD83D\uDE00");
  }

  @Test
  void numbers_and_nan_where_text_belongs_are_taken_as_they_are_written() {
    IncomingAlert alert =
        only("{\"labels\":{\"a\":5,\"b\":true,\"c\":null,\"d\":{\"x\":1}},\"values\":{\"B\":NaN}}");
    assertThat(alert.content().labels()).isEqualTo(Labels.of(Map.of("a", "5", "b", "true")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"critical", "page", "P1", " Fatal "})
  void many_words_mean_critical(String word) {
    assertThat(only("{\"labels\":{\"severity\":\"" + word + "\"}}").content().severity())
        .isEqualTo(Severity.CRITICAL);
  }

  @Test
  void an_alert_that_does_not_say_how_bad_it_is_is_a_warning() {
    assertThat(only("{\"labels\":{}}").content().severity()).isEqualTo(Severity.WARNING);
    assertThat(only("{\"labels\":{\"severity\":\"none\"}}").content().severity())
        .isEqualTo(Severity.INFO);
  }
}
