package io.llmdevops.copilot.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmdevops.copilot.cli.text.Ink.Tone;
import io.llmdevops.copilot.cli.text.Table.Cell;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TextTest {
  private final StringWriter out = new StringWriter();

  private Screen screen(Optional<Integer> columns, Map<String, String> environment) {
    return new Screen(new PrintWriter(out), columns, environment);
  }

  private static Table table() {
    Table table = Table.of("NAME", ">COUNT", "~TEXT");
    table.row(new Cell("a", Tone.BAD), Cell.of("5"), Cell.of("a rather long text about nothing"));
    table.row(Cell.of("longer"), Cell.of("1000"), Cell.of("short"));
    return table;
  }

  @Test
  void columns_are_aligned_and_nothing_is_cut_in_a_pipe() {
    table().print(screen(Optional.empty(), Map.of()));

    assertThat(out.toString())
        .isEqualTo(
            """
            NAME    COUNT  TEXT
            a           5  a rather long text about nothing
            longer   1000  short
            """);
  }

  @Test
  void the_elastic_column_gives_way_on_a_narrow_terminal() {
    table().print(screen(Optional.of(40), Map.of("NO_COLOR", "1")));

    assertThat(out.toString().lines())
        .contains("a           5  a rather long text about…")
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(40));
  }

  @Test
  void colour_is_for_terminals_that_want_it() {
    assertThat(screen(Optional.of(80), Map.of()).ink().paint(Tone.BAD, "x"))
        .isEqualTo("\u001b[31mx\u001b[0m");
    assertThat(screen(Optional.empty(), Map.of()).ink().paint(Tone.BAD, "x")).isEqualTo("x");
    assertThat(screen(Optional.of(80), Map.of("NO_COLOR", "1")).ink().paint(Tone.BAD, "x"))
        .isEqualTo("x");
    assertThat(screen(Optional.of(80), Map.of("TERM", "dumb")).ink().paint(Tone.BAD, "x"))
        .isEqualTo("x");
  }

  @Test
  void text_from_elsewhere_cannot_steer_the_terminal() {
    Table table = Table.of("TITLE");
    table.row(Cell.of("evil\u001b[2Jtext\nnext"));
    table.print(screen(Optional.of(80), Map.of("NO_COLOR", "1")));

    assertThat(out.toString()).contains("evil [2Jtext next").doesNotContain("\u001b");
  }

  @Test
  void long_texts_are_broken_between_words() {
    assertThat(Table.wrapped("one two three", 7)).containsExactly("one two", "three");
    assertThat(Table.wrapped("averyverylongword is", 5)).containsExactly("averyverylongword", "is");
    assertThat(Table.wrapped("", 5)).containsExactly("");
  }

  @Test
  void spans_and_moments_are_said_as_people_say_them() {
    assertThat(Humane.span(Duration.ofSeconds(14))).isEqualTo("14 s");
    assertThat(Humane.span(Duration.ofSeconds(200))).isEqualTo("3 min 20 s");
    assertThat(Humane.span(Duration.ofSeconds(725))).isEqualTo("12 min");
    assertThat(Humane.span(Duration.ofMinutes(72))).isEqualTo("1 h 12 min");
    assertThat(Humane.span(Duration.ofHours(51))).isEqualTo("2 d 3 h");
    Instant now = Instant.parse("2026-11-23T18:00:00Z");
    assertThat(Humane.moment(now.minusSeconds(61), now, ZoneOffset.UTC)).isEqualTo("17:58:59");
    assertThat(Humane.moment(now.minus(Duration.ofDays(2)), now, ZoneOffset.UTC))
        .isEqualTo("2026-11-21 18:00");
  }

  @Test
  void a_curve_keeps_its_peak_and_shows_gaps() {
    assertThat(Sparkline.of(List.of(0.0, 7.0, Double.NaN, 3.5), 10)).isEqualTo("▁█ ▅");
    assertThat(Sparkline.of(List.of(0.0, 0.0, 0.0, 9.0, 0.0, 0.0), 3)).isEqualTo("▁█▁");
    assertThat(Sparkline.of(List.of(5.0, 5.0), 10)).isEqualTo("▄▄");
    assertThat(Sparkline.of(List.of(), 10)).isEmpty();
  }
}
