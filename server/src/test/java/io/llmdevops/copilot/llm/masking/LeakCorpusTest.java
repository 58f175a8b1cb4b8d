package io.llmdevops.copilot.llm.masking;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LeakCorpusTest {
  static Stream<Corpus> masked() {
    return Corpus.lines("masked.txt");
  }

  static Stream<Corpus> kept() {
    return Corpus.lines("kept.txt");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("masked")
  void nothing_of_a_secret_leaves_and_all_of_it_comes_back(Corpus line) {
    Mask mask = MaskTest.mask();
    String sent = mask.mask(line.text());

    assertThat(line.secrets()).isNotEmpty();
    for (String secret : line.secrets()) {
      assertThat(sent).doesNotContain(secret);
      for (String part : parts(secret)) {
        assertThat(sent).as("a part of it").doesNotContain(part);
      }
    }
    assertThat(mask.unmask(sent, Mask.Audience.USER)).isEqualTo(line.text());
  }

  /// Thirds: a pattern that lets the end of a credential stand is found by one of them.
  private static List<String> parts(String secret) {
    int third = secret.length() / 3;
    return third < 4
        ? List.of()
        : List.of(
            secret.substring(0, third),
            secret.substring(third, 2 * third),
            secret.substring(secret.length() - third));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("masked")
  void a_secret_in_base64_does_not_leave_either(Corpus line) {
    String encoded =
        Base64.getEncoder().encodeToString(line.text().getBytes(StandardCharsets.UTF_8));

    assertThat(MaskTest.mask().mask("payload: " + encoded + " end")).doesNotContain(encoded);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("kept")
  void what_an_answer_needs_is_left_alone(Corpus line) {
    assertThat(MaskTest.mask().mask(line.text())).isEqualTo(line.text());
  }

  @Test
  void addresses_are_masked_on_request() {
    Mask mask = MaskTest.mask(new Rules(true, true, "US", Optional.empty(), Map.of()));

    assertThat(mask.mask("from 203.0.113.7, 2001:db8::7 and ::1 to 127.0.0.1:3000 at 12:30:45"))
        .matches("from IP_\\w+, IP_\\w+ and ::1 to 127.0.0.1:3000 at 12:30:45");
  }

  @Test
  void all_lines_together_leak_no_more_than_each_alone() {
    Mask mask = MaskTest.mask();
    String sent = mask.mask(String.join("\n", masked().map(Corpus::text).toList()));

    assertThat(
            masked()
                .flatMap(line -> line.secrets().stream())
                .filter(one -> one.length() > 5 && sent.contains(one)))
        .isEmpty();
  }
}
