package io.llmdevops.copilot.llm.masking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmdevops.copilot.llm.MaskingSettings;
import io.llmdevops.copilot.platform.config.ConfigurationError;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MaskTest {
  private static final byte[] KEY = "a key of the conversation".getBytes(StandardCharsets.UTF_8);

  static Mask mask() {
    return mask(Rules.DEFAULT);
  }

  static Mask mask(MaskingSettings rules) {
    return new Mask(Masking.of(rules), KEY);
  }

  @Test
  void the_same_value_has_the_same_placeholder_on_every_pod() {
    String first = mask().mask("write to ops@example.com");

    assertThat(first).matches("write to EMAIL_[0-9a-f]{8}");
    assertThat(mask().mask("ops@example.com is away")).isEqualTo(first.substring(9) + " is away");
  }

  @Test
  void another_conversation_has_other_placeholders() {
    Mask other = new Mask(Masking.of(Rules.DEFAULT), new byte[32]);

    assertThat(other.mask("ops@example.com")).isNotEqualTo(mask().mask("ops@example.com"));
  }

  @Test
  void a_secret_once_found_is_masked_where_nothing_tells_that_it_is_one() {
    Mask mask = mask();
    mask.learn("db.password=blue-parrot-7");

    assertThat(mask.mask("login of blue-parrot-7 failed")).matches("login of SECRET_\\w+ failed");
  }

  @Test
  void a_tool_gets_personal_data_and_no_credential() {
    Mask mask = mask();
    String sent = mask.mask("ops@example.com has password=blue-parrot-7");

    assertThat(mask.unmask(sent, Mask.Audience.TOOL))
        .startsWith("ops@example.com has password=SECRET_")
        .doesNotContain("blue-parrot-7");
  }

  @Test
  void a_made_up_placeholder_stays_what_it_is() {
    assertThat(mask().unmask("SECRET_0123abcd", Mask.Audience.USER)).isEqualTo("SECRET_0123abcd");
  }

  @Test
  void masking_what_is_masked_changes_nothing() {
    Mask mask = mask();
    String once = mask.mask("password=blue-parrot-7 of ops@example.com");

    assertThat(mask.mask(once)).isEqualTo(once);
  }

  @Test
  void a_text_in_pieces_is_put_back_like_the_whole() {
    Mask mask = mask();
    String text =
        "ask ops@example.com, password=blue-parrot-7; S, SE, SECRET_ and EMAIL_zz are words";
    String sent = mask.mask(text);
    Random random = new Random(7);
    for (int round = 0; round < 300; round++) {
      Unmasking stream = new Unmasking(mask, Mask.Audience.USER);
      StringBuilder shown = new StringBuilder();
      for (int at = 0; at < sent.length(); ) {
        int next = Math.min(sent.length(), at + 1 + random.nextInt(9));
        shown.append(stream.next(sent.substring(at, next)));
        at = next;
      }
      assertThat(shown.append(stream.rest())).hasToString(text);
    }
  }

  @Test
  void nothing_is_held_back_that_cannot_be_a_placeholder() {
    assertThat(new Unmasking(mask(), Mask.Audience.USER).next("the shop is up again."))
        .isEqualTo("the shop is up again.");
  }

  @Test
  void the_configuration_allows_and_denies() {
    Mask mask =
        mask(
            new Rules(
                true,
                false,
                "US",
                Optional.of(List.of(".*@example\\.com")),
                Map.of("customers", "customer (\\w+)")));

    assertThat(mask.mask("ops@example.com of customer acme, sue@example.org"))
        .matches("ops@example.com of customer CUSTOM_\\w+, EMAIL_\\w+");
  }

  @Test
  void what_is_allowed_lets_no_secret_out_that_contains_it() {
    Mask mask = mask(new Rules(true, false, "US", Optional.of(List.of("example")), Map.of()));

    assertThat(mask.mask("password=example-parrot-7")).doesNotContain("parrot");
  }

  @Test
  void a_rule_that_is_none_is_named() {
    assertThatThrownBy(
            () -> mask(new Rules(true, false, "US", Optional.empty(), Map.of("x", "(a"))))
        .isInstanceOf(ConfigurationError.class)
        .hasMessageContaining("copilot.masking.deny.\"x\"")
        .hasMessageContaining("(a");
    assertThatThrownBy(() -> mask(new Rules(true, false, "Germany", Optional.empty(), Map.of())))
        .hasMessageContaining("copilot.masking.phone-country");
  }

  @Test
  void switched_off_it_masks_nothing() {
    Mask mask = mask(new Rules(false, false, "US", Optional.empty(), Map.of()));

    assertThat(mask.mask("password=blue-parrot-7")).isEqualTo("password=blue-parrot-7");
  }
}
