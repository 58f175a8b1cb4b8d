package io.llmdevops.copilot.incidents.investigation;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Requests per step of each service: what turns a mean time into time spent, and a failing ratio
/// into failures, so that a callee's trouble can be set against its caller's.
final class Volumes {
  private final Map<String, double[]> requests = new HashMap<>();
  private final double[] typical;
  private final Grid grid;

  Volumes(List<Track> tracks, Grid grid) {
    this.grid = grid;
    for (Track track : tracks) {
      if (track.channel == Channel.LOAD) {
        requests.merge(track.series.service(), counts(track), Volumes::larger);
      }
    }
    typical = new double[grid.size()];
    for (int i = 0; i < typical.length; i++) {
      int step = i;
      double median =
          RobustStatistics.median(requests.values().stream().mapToDouble(r -> r[step]).toArray());
      typical[i] = median > 0 ? median : 1;
    }
  }

  /// A gap is bridged by what is usual in its part; a part without samples has no requests.
  private double[] counts(Track track) {
    double[] counts = new double[grid.size()];
    for (int part = 0; part < 2; part++) {
      int from = part == 0 ? 0 : grid.before();
      int to = part == 0 ? grid.before() : grid.size();
      double usual = RobustStatistics.median(Arrays.copyOfRange(track.values, from, to));
      for (int i = from; i < to; i++) {
        double rate = Double.isFinite(track.values[i]) ? track.values[i] : usual;
        counts[i] = Double.isFinite(rate) ? Math.max(0, rate) * grid.stepSeconds() : 0;
      }
    }
    return counts;
  }

  /// Of several request series of one service the busiest is the one that counts all of them.
  private static double[] larger(double[] one, double[] other) {
    return Arrays.stream(one).sum() >= Arrays.stream(other).sum() ? one : other;
  }

  /// In a step of the incident; services that do not count theirs are taken for typical ones.
  double during(String service, int step) {
    double @Nullable [] known = requests.get(service);
    return (known == null ? typical : known)[grid.before() + step];
  }

  /// Median requests in a step of the reference, 0 if not counted.
  double usual(String service) {
    double @Nullable [] known = requests.get(service);
    return known == null
        ? 0
        : Math.max(0, RobustStatistics.median(Arrays.copyOf(known, grid.before())));
  }

  /// Requests behind the values of `track` before the incident; 0 if not counted.
  double seenBefore(Track track) {
    double sum = 0;
    for (int i = 0; i < grid.before(); i++) {
      sum += Double.isFinite(track.values[i]) ? counted(track, i) : 0;
    }
    return sum;
  }

  /// Requests behind the values of `track` in the steps of the incident that have a weight.
  double seenDuring(Track track, double[] weights) {
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      sum +=
          weights[i] > 0 && Double.isFinite(track.during(i))
              ? counted(track, grid.before() + i)
              : 0;
    }
    return sum;
  }

  private double counted(Track track, int step) {
    double @Nullable [] known = requests.get(track.series.service());
    return known == null ? 0 : known[step];
  }

  boolean counts(String service) {
    return requests.containsKey(service);
  }

  /// It was asked nothing before the incident.
  boolean unasked(String service) {
    double @Nullable [] known = requests.get(service);
    return known != null && Arrays.stream(known, 0, grid.before()).sum() == 0;
  }
}
