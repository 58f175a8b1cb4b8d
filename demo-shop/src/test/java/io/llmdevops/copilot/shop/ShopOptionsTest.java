package io.llmdevops.copilot.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShopOptionsTest {

  @Test
  void without_options_payment_gets_slow_after_a_minute_for_three() {
    var options = ShopOptions.parse();

    assertThat(options.settings())
        .isEqualTo(new ShopSettings(18080, 1, 25, Duration.ofSeconds(90), 400));
    assertThat(options.plan())
        .contains(
            new FaultPlan(
                new Fault(Fault.Kind.LATENCY, "payment"),
                Duration.ofSeconds(60),
                Duration.ofSeconds(180)));
    assertThat(options.outputs().rulesInUse()).isEmpty();
  }

  @Test
  void values_stand_behind_a_space_or_an_equals_sign() {
    var options =
        ShopOptions.parse(
            "--port-base=0", "--fault", "errors", "--fault-service=cart", "--fault-after", "500ms");

    assertThat(options.settings().portBase()).isZero();
    assertThat(options.plan())
        .hasValueSatisfying(plan -> {
          assertThat(plan.fault()).isEqualTo(new Fault(Fault.Kind.ERRORS, "cart"));
          assertThat(plan.after()).isEqualTo(Duration.ofMillis(500));
        });
  }

  @Test
  void the_fault_can_be_left_out() {
    assertThat(ShopOptions.parse("--fault", "none").plan()).isEmpty();
  }

  @Test
  void given_rules_win_over_the_written_ones() {
    var both = ShopOptions.parse("--rules", "/a", "--rules-out", "/b").outputs();
    var written = ShopOptions.parse("--rules-out", "/b").outputs();

    assertThat(both.rulesInUse()).contains(Path.of("/a"));
    assertThat(written.rulesInUse()).contains(Path.of("/b"));
  }

  @ParameterizedTest
  @CsvSource({
    "--colour=red, unknown option --colour",
    "--seed, --seed needs a value",
    "--seed=x, '--seed needs a number, not ''x'''",
    "--port-base=65530, 65530",
    "--rate=0, above 0",
    "--fault=flood, 'no fault is called ''flood''; there are latency, errors, memory, dependency'",
    "--fault-service=bakery, no service is called bakery",
    "--fault-after=soon, 'no time: ''soon'''",
    "--fault-duration=0, a fault after",
  })
  void what_is_wrong_is_said(String argument, String message) {
    assertThatThrownBy(() -> ShopOptions.parse(argument))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void help_names_each_option() {
    assertThat(ShopOptions.help())
        .contains("--port-base N")
        .contains("(18080)")
        .contains("--exit-with-parent PID")
        .contains("--ignore-stdin");
  }
}
