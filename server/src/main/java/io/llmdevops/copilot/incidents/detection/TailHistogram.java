package io.llmdevops.copilot.incidents.detection;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/// The upper tail of a stream of magnitudes, in 64 counters: bins of one eighth of an octave that
/// follow the largest value seen (smaller values gather in the lowest bin, only the tail matters).
/// Counters are halved when they add up to [#MEMORY], so the past fades.
///
/// Inside its past a value is ranked by counting; beyond it the tail is extrapolated with Hill's
/// estimator (Hill 1975: log excesses over a high quantile are about exponential) over the largest
/// values, as in the peaks-over-threshold detectors (Siffer et al., "Anomaly Detection in Streams
/// with Extreme Value Theory", KDD 2017).
final class TailHistogram {

  private static final int BINS = 64;
  private static final int MEMORY = 8192;
  private static final double BINS_PER_NATURAL_LOG = 8 / StrictMath.log(2);
  private static final double LN10 = StrictMath.log(10);

  /// Free bins above the first value, so that the window does not move at once.
  private static final int HEADROOM = 8;

  /// What was seen before can be at most this much (in digits) more surprising than counting it
  /// says, however far it lies from all the rest.
  private static final double SEEN = 1;

  /// A tail cannot be known to be shorter than the bins resolve: without this a series that repeats
  /// itself exactly would find each rounding error astonishing.
  private static final double LEAST_SHAPE = 1.5;

  private final short[] counts = new short[BINS];
  private int base;
  private int total;
  private int top = -1;

  int total() {
    return total;
  }

  /// -log10 of the estimated chance of a magnitude at least this large. Takes the natural logarithm
  /// of the magnitude.
  double surprise(double logMagnitude, DetectorSettings.Ranking ranking) {
    if (total == 0) {
      return 0;
    }
    double position = logMagnitude * BINS_PER_NATURAL_LOG - base;
    int wanted = Math.min(ranking.tail(), Math.max(1, total / 10));
    int edge = top;
    int above = counts[edge];
    while (edge > 0 && above < wanted) {
      above += counts[--edge];
    }
    if (position <= edge) {
      return digits(countAbove(position));
    }
    double excess = ranking.priorWeight() * ranking.priorShape() * BINS_PER_NATURAL_LOG;
    for (int bin = edge; bin <= top; bin++) {
      excess += counts[bin] * (bin + 0.5 - edge);
    }
    double shape = Math.max(LEAST_SHAPE, excess / (above + ranking.priorWeight()));
    double extrapolated = digits(above) + (position - edge) / shape / LN10;
    return position < top + 1
        ? Math.min(extrapolated, digits(countAbove(position)) + SEEN)
        : extrapolated;
  }

  /// Surprise of something that a number of points of the past, and half a point more, exceeded.
  private double digits(double exceeded) {
    return -StrictMath.log10(Math.min(1, (exceeded + 0.5) / (total + 1)));
  }

  private double countAbove(double position) {
    int bin = (int) Math.floor(position);
    double above = 0;
    for (int i = top; i > Math.max(bin, -1); i--) {
      above += counts[i];
    }
    return bin >= 0 ? above + counts[bin] * (1 - (position - bin)) : above;
  }

  /// Natural logarithm of the magnitude that a share `tail` of the past exceeded.
  double quantile(double tail) {
    double wanted = tail * total;
    double above = 0;
    for (int bin = top; bin >= 0; bin--) {
      if (above + counts[bin] > wanted) {
        double within = (wanted - above) / counts[bin];
        return (base + bin + 1 - within) / BINS_PER_NATURAL_LOG;
      }
      above += counts[bin];
    }
    return base / BINS_PER_NATURAL_LOG;
  }

  void add(double logMagnitude) {
    int bin = (int) Math.floor(logMagnitude * BINS_PER_NATURAL_LOG);
    if (total == 0) {
      base = bin - BINS + 1 + HEADROOM;
    }
    if (bin - base >= BINS) {
      moveUp(bin - base - BINS + 1 + HEADROOM / 2);
    }
    int index = Math.max(0, bin - base);
    counts[index]++;
    top = Math.max(top, index);
    if (++total >= MEMORY) {
      fade();
    }
  }

  private void moveUp(int bins) {
    int lost = 0;
    for (int i = 0; i < Math.min(bins, BINS); i++) {
      lost += counts[i];
    }
    for (int i = 0; i < BINS; i++) {
      counts[i] = (long) i + bins < BINS ? counts[i + bins] : 0;
    }
    counts[0] += (short) lost;
    base += bins;
    top = Math.max(0, top - bins);
  }

  /// Rounds up: the largest values of the past are not forgotten, they only weigh less.
  private void fade() {
    total = 0;
    for (int i = 0; i < BINS; i++) {
      counts[i] = (short) ((counts[i] + 1) / 2);
      total += counts[i];
    }
  }

  void writeTo(DataOutput out) throws IOException {
    out.writeInt(base);
    out.writeByte(top);
    for (int i = 0; i <= top; i++) {
      Compact.writeCount(out, counts[i]);
    }
  }

  static TailHistogram readFrom(DataInput in) throws IOException {
    TailHistogram tail = new TailHistogram();
    tail.base = in.readInt();
    tail.top = in.readByte();
    if (tail.top < -1 || tail.top >= BINS) {
      throw new StateFormatException("a tail histogram has no bin " + tail.top);
    }
    for (int i = 0; i <= tail.top; i++) {
      int count = Compact.readCount(in);
      if (count >= MEMORY) {
        throw new StateFormatException("a bin of a tail histogram cannot hold " + count);
      }
      tail.counts[i] = (short) count;
      tail.total += count;
    }
    return tail;
  }
}
