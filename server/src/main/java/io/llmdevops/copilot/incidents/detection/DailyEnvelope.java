package io.llmdevops.copilot.incidents.detection;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;

/// The highest and lowest value by half hour of the day, fading from day to day: what a nightly job
/// does every night is no news, however far from the mean it is. Its word counts only while it has
/// foreseen a good part of the surprising points of this series.
///
/// The present day never explains itself: a bin takes its values in after the next bin has begun.
final class DailyEnvelope {

  private static final int BINS = 48;
  private static final long DAY = Duration.ofDays(1).toMillis();
  private static final long BIN = DAY / BINS;
  private static final int LEARNING_DAYS = 2;

  /// Only points with so many digits of surprise need an explanation.
  private static final double NEEDS_EXPLANATION = 2.5;

  private static final double HIT_MEMORY = 8;

  private final float[] high = new float[BINS];
  private final float[] low = new float[BINS];
  private final Slot current = new Slot();
  private final Slot previous = new Slot();
  private double hits;

  /// One visit of one bin, not yet taken into the envelope.
  private static final class Slot {
    private long visit = Long.MIN_VALUE;
    private float high;
    private float low;

    void copyFrom(Slot other) {
      visit = other.visit;
      high = other.high;
      low = other.low;
    }
  }

  DailyEnvelope() {
    Arrays.fill(high, Float.NaN);
    Arrays.fill(low, Float.NaN);
  }

  /// Whether the point has an explanation in earlier days that can be trusted; then learns it.
  boolean explains(
      long epochMillis,
      double value,
      double surprise,
      RobustLevel level,
      SeriesClock clock,
      DetectorSettings.Seasonality settings) {
    boolean old = clock.ageMillis() > LEARNING_DAYS * DAY;
    boolean inside = old && inside(epochMillis, value, level, settings.envelopeMargin());
    if (old && surprise > NEEDS_EXPLANATION) {
      hits += ((inside ? 1 : 0) - hits) / HIT_MEMORY;
    }
    learn(epochMillis, (float) value, level.level(), settings.envelopeDecay());
    return inside && hits > settings.envelopeProof();
  }

  private boolean inside(long epochMillis, double value, RobustLevel level, double margin) {
    int bin = (int) (Math.floorMod(epochMillis, DAY) / BIN);
    double centre = level.level();
    double reach = 0;
    for (int offset = -1; offset <= 1; offset++) {
      int near = Math.floorMod(bin + offset, BINS);
      if (!Float.isNaN(high[near])) {
        reach = Math.max(reach, value > centre ? high[near] - centre : centre - low[near]);
      }
    }
    return reach > 2 * level.deviation() && Math.abs(value - centre) <= reach * (1 + margin);
  }

  private void learn(long epochMillis, float value, double centre, double decay) {
    long visit = Math.floorDiv(epochMillis, BIN);
    if (visit != current.visit) {
      takeIn(previous, centre, decay);
      previous.copyFrom(current);
      current.visit = visit;
      current.high = value;
      current.low = value;
    }
    current.high = Math.max(current.high, value);
    current.low = Math.min(current.low, value);
  }

  private void takeIn(Slot slot, double centre, double decay) {
    if (slot.visit == Long.MIN_VALUE) {
      return;
    }
    int bin = Math.floorMod(slot.visit, BINS);
    boolean first = Float.isNaN(high[bin]);
    double fadedHigh = first ? slot.high : centre + (high[bin] - centre) * decay;
    double fadedLow = first ? slot.low : centre + (low[bin] - centre) * decay;
    high[bin] = (float) Math.max(slot.high, fadedHigh);
    low[bin] = (float) Math.min(slot.low, fadedLow);
  }

  void writeTo(DataOutput out) throws IOException {
    out.writeDouble(hits);
    for (Slot slot : new Slot[] {current, previous}) {
      out.writeLong(slot.visit);
      out.writeFloat(slot.high);
      out.writeFloat(slot.low);
    }
    for (int bin = 0; bin < BINS; bin++) {
      boolean known = !Float.isNaN(high[bin]);
      out.writeBoolean(known);
      if (known) {
        out.writeFloat(high[bin]);
        out.writeFloat(low[bin]);
      }
    }
  }

  static DailyEnvelope readFrom(DataInput in) throws IOException {
    DailyEnvelope envelope = new DailyEnvelope();
    envelope.hits = in.readDouble();
    for (Slot slot : new Slot[] {envelope.current, envelope.previous}) {
      slot.visit = in.readLong();
      slot.high = in.readFloat();
      slot.low = in.readFloat();
    }
    for (int bin = 0; bin < BINS; bin++) {
      if (in.readBoolean()) {
        envelope.high[bin] = in.readFloat();
        envelope.low[bin] = in.readFloat();
      }
    }
    return envelope;
  }
}
