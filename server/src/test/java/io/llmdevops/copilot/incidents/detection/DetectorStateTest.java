package io.llmdevops.copilot.incidents.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class DetectorStateTest {

  private static final int LENGTH = 2500;

  /// Five-minute points of nine days: daily rhythm, noise, spikes, a shift, gaps, late points.
  private static Verdict feed(SeriesDetector detector, int i, long seed) {
    Random random = new Random(seed * 31 + i);
    long time =
        Feed.START + i * 300_000L + (i > 1200 ? 9_000_000 : 0) - (i % 97 == 0 ? 600_000 : 0);
    double value =
        50
            + 20 * Math.sin(i * 2 * Math.PI / 288)
            + random.nextGaussian()
            + (i % 400 == 399 ? 90 : 0)
            + (i > 1800 ? 70 : 0);
    return detector.observe(time, i % 131 == 0 ? Double.NaN : value);
  }

  static byte[] bytes(SeriesDetector detector) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    detector.writeTo(new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  static SeriesDetector restored(byte[] bytes) throws IOException {
    return SeriesDetector.readFrom(new DataInputStream(new ByteArrayInputStream(bytes)));
  }

  @Property(tries = 25)
  void cut_anywhere_a_restored_detector_goes_on_exactly(
      @ForAll @IntRange(max = LENGTH) int cut, @ForAll @IntRange(max = 1000) int seed)
      throws IOException {
    SeriesDetector whole = new SeriesDetector();
    for (int i = 0; i < cut; i++) {
      feed(whole, i, seed);
    }
    SeriesDetector restored = restored(bytes(whole));
    assertThat(bytes(restored)).isEqualTo(bytes(whole));

    for (int i = cut; i < LENGTH; i++) {
      assertThat(feed(restored, i, seed)).isEqualTo(feed(whole, i, seed));
    }
    assertThat(bytes(restored)).isEqualTo(bytes(whole));
  }

  @Test
  void the_same_points_give_the_same_bytes() throws IOException {
    SeriesDetector one = new SeriesDetector();
    SeriesDetector other = new SeriesDetector();
    for (int i = 0; i < LENGTH; i++) {
      assertThat(feed(one, i, 7)).isEqualTo(feed(other, i, 7));
    }

    assertThat(bytes(one)).isEqualTo(bytes(other));
  }

  @Test
  void the_state_of_a_series_with_all_profiles_stays_below_four_kilobytes() throws IOException {
    SeriesDetector detector = new SeriesDetector();
    Random random = new Random(3);
    for (int i = 0; i < 20_000; i++) {
      double daily = 20 * Math.sin(i * 2 * Math.PI / 288);
      detector.observe(Feed.START + i * 300_000L, 50 + daily + Math.exp(2 * random.nextGaussian()));
    }

    assertThat(bytes(detector)).hasSizeLessThan(4096);
  }

  @Test
  void a_state_of_another_version_is_refused() throws IOException {
    byte[] state = bytes(new SeriesDetector());
    state[0] = 9;

    assertThatThrownBy(() -> restored(state))
        .isInstanceOf(StateFormatException.class)
        .hasMessageContaining("version 9");
  }

  @Property(tries = 200)
  void a_state_with_any_bit_flipped_is_refused(
      @ForAll @IntRange(max = 100_000) int place, @ForAll @IntRange(max = 7) int bit)
      throws IOException {
    SeriesDetector detector = new SeriesDetector();
    for (int i = 0; i < 300; i++) {
      feed(detector, i, 1);
    }
    byte[] state = bytes(detector);
    state[place % state.length] ^= (byte) (1 << bit);

    assertThatThrownBy(() -> restored(state)).isInstanceOf(StateFormatException.class);
  }

  @Property(tries = 100)
  void a_state_cut_short_anywhere_is_refused(@ForAll @IntRange(max = 100_000) int length)
      throws IOException {
    byte[] state = bytes(new SeriesDetector());

    assertThatThrownBy(() -> restored(Arrays.copyOf(state, length % state.length)))
        .isInstanceOf(StateFormatException.class);
  }
}
