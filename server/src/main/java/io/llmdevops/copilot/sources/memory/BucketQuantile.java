package io.llmdevops.copilot.sources.memory;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// `histogram_quantile()` of Prometheus over a classic histogram (promql/quantile.go,
/// `bucketQuantile`): linear interpolation within the bucket that holds the rank.
final class BucketQuantile {
  /// The cumulative rate of observations at most `upperBound`.
  record Bucket(double upperBound, double count) {}

  /// Two counts that differ by less than this part of them are the same: sums of rates in another
  /// order.
  private static final double TOLERANCE = 1e-12;

  private BucketQuantile() {}

  /// NaN when the buckets do not make a histogram (no `+Inf`, fewer than two) or hold nothing.
  static double of(double quantile, List<Bucket> unsorted) {
    List<Bucket> buckets = monotonic(unsorted);
    int last = buckets.size() - 1;
    if (last < 1 || buckets.get(last).upperBound() != Double.POSITIVE_INFINITY) {
      return Double.NaN;
    }
    double observations = buckets.get(last).count();
    if (observations == 0 || Double.isNaN(observations)) {
      return Double.NaN;
    }
    double rank = quantile * observations;
    int b = 0;
    while (b < last && buckets.get(b).count() < rank) {
      b++;
    }
    if (b == last) {
      return buckets.get(last - 1).upperBound();
    }
    double upper = buckets.get(b).upperBound();
    if (b == 0 && upper <= 0) {
      return upper;
    }
    double lower = 0;
    double within = buckets.get(b).count();
    if (b > 0) {
      lower = buckets.get(b - 1).upperBound();
      within -= buckets.get(b - 1).count();
      rank -= buckets.get(b - 1).count();
    }
    return lower + (upper - lower) * (rank / within);
  }

  /// Sorted by bound, one bucket a bound, and never falling: rates of buckets scraped at slightly
  /// different times can fall a little.
  private static List<Bucket> monotonic(List<Bucket> unsorted) {
    List<Bucket> sorted = new ArrayList<>(unsorted);
    sorted.sort(Comparator.comparingDouble(Bucket::upperBound));
    List<Bucket> out = new ArrayList<>();
    for (Bucket bucket : sorted) {
      if (!out.isEmpty() && out.getLast().upperBound() == bucket.upperBound()) {
        Bucket same = out.removeLast();
        out.add(new Bucket(same.upperBound(), same.count() + bucket.count()));
      } else {
        out.add(bucket);
      }
    }
    for (int i = 1; i < out.size(); i++) {
      double below = out.get(i - 1).count();
      double count = out.get(i).count();
      if (count < below || Math.abs(count - below) / count <= TOLERANCE) {
        out.set(i, new Bucket(out.get(i).upperBound(), below));
      }
    }
    return out;
  }
}
