package io.llmdevops.copilot.incidents.investigation;

import io.llmdevops.copilot.sources.TimeSeries;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// When a series began to change: from the first sample that has made half of the way to its new
/// level and is followed by its like, back to where it left its usual range.
final class Onset {
  private Onset() {}

  static @Nullable Instant of(TimeSeries samples, IncidentWindow window) {
    long from = window.from().toEpochMilli();
    long to = window.to().toEpochMilli();
    long earliest = firstFrom(samples, window.referenceFrom().toEpochMilli());
    // Detection is late rather than early: look back into the end of the reference.
    long lookFrom = from - (from - earliest) / 4;
    double before = RobustStatistics.median(within(samples, earliest, lookFrom));
    double[] incident = within(samples, from, to);
    if (!Double.isFinite(before) || incident.length == 0) {
      return firstSample(samples, from, to, before);
    }
    double during = farLevel(incident, before);
    double spread = RobustStatistics.spread(within(samples, earliest, lookFrom), before);
    double half = Math.abs(during - before) / 2;
    if (!(half > 0)) {
      return null;
    }
    double sign = Math.signum(during - before);
    double leave = Math.min(half, Double.isFinite(spread) ? 3 * spread : half);
    int start = -1;
    for (int i = 0; i < samples.size() && start < 0; i++) {
      if (inside(samples, i, lookFrom, to)
          && sign * (samples.values()[i] - before) >= half
          && staysOut(samples, i, to, before, sign, half)) {
        start = i;
      }
    }
    while (start > 0
        && inside(samples, start - 1, lookFrom, to)
        && sign * (samples.values()[start - 1] - before) > Math.max(leave, half / 10)) {
      start--;
    }
    return start < 0 ? null : Instant.ofEpochMilli(samples.timestamps()[start]);
  }

  /// A young series has only a part of the reference.
  private static long firstFrom(TimeSeries samples, long from) {
    for (int i = 0; i < samples.size(); i++) {
      if (samples.timestamps()[i] >= from && Double.isFinite(samples.values()[i])) {
        return samples.timestamps()[i];
      }
    }
    return from;
  }

  /// The mean of the third of the incident that is furthest from normal: an incident may end, or
  /// only begin, within its window.
  private static double farLevel(double[] incident, double before) {
    double[] up = Arrays.stream(incident).sorted().toArray();
    int third = Math.max(1, up.length / 3);
    double high = Arrays.stream(up, up.length - third, up.length).average().orElse(before);
    double low = Arrays.stream(up, 0, third).average().orElse(before);
    return high - before >= before - low ? high : low;
  }

  private static boolean staysOut(
      TimeSeries samples, int at, long to, double before, double sign, double half) {
    int next = at + 1;
    return next >= samples.size()
        || samples.timestamps()[next] >= to
        || !Double.isFinite(samples.values()[next])
        || sign * (samples.values()[next] - before) >= half / 2;
  }

  private static @Nullable Instant firstSample(
      TimeSeries samples, long from, long to, double before) {
    for (int i = 0; i < samples.size() && !Double.isFinite(before); i++) {
      if (inside(samples, i, from, to) && Double.isFinite(samples.values()[i])) {
        return Instant.ofEpochMilli(samples.timestamps()[i]);
      }
    }
    return null;
  }

  private static boolean inside(TimeSeries samples, int i, long from, long to) {
    return samples.timestamps()[i] >= from && samples.timestamps()[i] < to;
  }

  static double[] within(TimeSeries samples, long from, long to) {
    double[] found = new double[samples.size()];
    int n = 0;
    for (int i = 0; i < samples.size(); i++) {
      if (inside(samples, i, from, to) && Double.isFinite(samples.values()[i])) {
        found[n++] = samples.values()[i];
      }
    }
    return Arrays.copyOf(found, n);
  }
}
