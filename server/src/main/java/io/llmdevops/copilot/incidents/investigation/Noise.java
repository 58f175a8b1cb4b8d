package io.llmdevops.copilot.incidents.investigation;

import io.llmdevops.copilot.incidents.SignalKind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// How far a series strays by chance. Minutes of history say little about one series, so its own
/// spread is blended with what is usual for all series of its kind, as moderated statistics do
/// (Smyth 2004, "Linear models and empirical Bayes methods"). Times average over requests: their
/// common noise is counted per request and shrinks with the root of their number.
final class Noise {
  /// The common noise weighs as much as this many reference steps: services differ widely in how
  /// steady they are (on PetShop's quiet time the method of moments gives 1 to 3).
  private static final double COMMON_WEIGHT = 4;

  /// A median absolute deviation tells as much as a standard deviation of so many fewer values.
  private static final double EFFICIENCY = 0.37;

  /// Nothing real is steadier than this; keeps tiny changes of a flat series from standing out.
  private static final double FLOOR = 0.01;

  /// Failing ratios whose requests are not known: half a point.
  private static final double FAILURE_FLOOR = 0.005;

  /// Where there is nothing to learn from: times of single requests scatter like an exponential
  /// distribution, averages of unknown size by a tenth.
  private static final double UNSEEN_REQUEST = 1;

  private static final double UNSEEN = 0.1;

  private final double perRequest;

  /// What does not average out over requests: the noise that the steadiest quarter still has.
  private final double lasting;

  private final Map<SignalKind, Double> perStep = new EnumMap<>(SignalKind.class);

  Noise(List<Track> tracks, Volumes volumes) {
    List<Double> requests = new ArrayList<>();
    Map<SignalKind, List<Double>> steps = new EnumMap<>(SignalKind.class);
    for (Track track : tracks) {
      if (!Double.isFinite(track.ownNoise)) {
        continue;
      }
      double usual = volumes.usual(track.series.service());
      if (isMean(track) && usual > 0) {
        requests.add(track.ownNoise * Math.sqrt(usual));
      }
      steps.computeIfAbsent(track.series.kind(), kind -> new ArrayList<>()).add(track.ownNoise);
    }
    perRequest = medianOr(requests, UNSEEN_REQUEST);
    lasting =
        RobustStatistics.lowerQuartile(steps.getOrDefault(SignalKind.LATENCY_MEAN, List.of()));
    steps.forEach((kind, values) -> perStep.put(kind, medianOr(values, UNSEEN)));
  }

  /// A quantile does not get steadier with the root of the requests.
  private static boolean isMean(Track track) {
    return track.series.kind() == SignalKind.LATENCY_MEAN;
  }

  private static double medianOr(List<Double> values, double otherwise) {
    double median =
        RobustStatistics.median(values.stream().mapToDouble(Double::doubleValue).toArray());
    return median > 0 ? median : otherwise;
  }

  /// Standard error of the relative change between the level of the reference and the mean of
  /// `during` steps, in which so many requests were seen (0: not known).
  double standardError(Track track, double during, double requestsBefore, double requestsDuring) {
    double steps = steps(track, during);
    double common = square(perStep.getOrDefault(track.series.kind(), UNSEEN)) * steps;
    if (isMean(track) && requestsBefore > 0 && requestsDuring > 0) {
      common =
          square(perRequest) * (1 / requestsBefore + 1 / requestsDuring) + square(lasting) * steps;
    }
    if (track.channel == Channel.FAILURES) {
      common = 0;
    }
    double own = 0;
    double weight = 0;
    if (track.knowsItsNoise()) {
      weight = EFFICIENCY * (track.referenceSteps - 1);
      own = square(ownError(track, during));
    }
    double blended = (COMMON_WEIGHT * common + weight * own) / (COMMON_WEIGHT + weight);
    double floor = track.channel == Channel.FAILURES ? FAILURE_FLOOR : FLOOR;
    return Math.sqrt(blended + square(floor));
  }

  /// What is known of the spread, in samples of a normal distribution.
  double degreesOfFreedom(Track track) {
    return COMMON_WEIGHT + (track.knowsItsNoise() ? EFFICIENCY * (track.referenceSteps - 1) : 0);
  }

  /// The same by the track's own spread alone.
  double ownError(Track track, double during) {
    return track.ownNoise * Math.sqrt(steps(track, during) * track.repetition);
  }

  private static double steps(Track track, double during) {
    return 1 / Math.max(1, during) + 1.0 / Math.max(1, track.referenceSteps);
  }

  private static double square(double x) {
    return x * x;
  }
}
