package io.llmdevops.copilot.incidents.detection;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/// The statistics of one series and what each of them makes of a point: several simple deviations,
/// every one ranked against its own past, and their fusion.
///
/// The strongest component counts in full, every other one adds a share of what it has above a
/// floor (evidence from different views of one point is neither independent nor the same). The
/// fused surprise is ranked against its own past in turn: that evens out series in which the parts
/// speak up too often.
final class SurpriseChain {

  /// A deviation below this share of the level is no deviation.
  static final double NEGLIGIBLE = 1e-4;

  private static final double MOST = 30;

  /// Steps that were more than nothing, below which a series counts as flat.
  private static final int FLAT = 5;

  private static final int SHIFT_FROM = 20;
  private static final int DRIFT_FROM = 30;
  private static final int OWN_HISTORY_FROM = 50;

  /// What an explained point is cut down to: below the threshold, but still in the open.
  private static final double EXPLAINED = 2.2;

  /// Natural logarithm per digit in the histogram of fused surprises.
  private static final double OWN_SCALE = 0.3;

  private final DetectorSettings settings;
  private final RecentPoints recent;
  private final RobustLevel level;
  private final StepSize steps;
  private final Seasons seasons;
  private final DailyEnvelope envelope;
  private final SelfRank[] ranks;
  private final TailHistogram own;
  private final double[] surprises = new double[Component.values().length];
  private double smooth;
  private int points;

  SurpriseChain(DetectorSettings settings) {
    this(
        settings,
        new RecentPoints(),
        new RobustLevel(),
        new StepSize(),
        new Seasons(),
        new DailyEnvelope(),
        new SelfRank[] {new SelfRank(), new SelfRank(), new SelfRank(), new SelfRank()},
        new TailHistogram());
  }

  private SurpriseChain(
      DetectorSettings settings,
      RecentPoints recent,
      RobustLevel level,
      StepSize steps,
      Seasons seasons,
      DailyEnvelope envelope,
      SelfRank[] ranks,
      TailHistogram own) {
    this.settings = settings;
    this.recent = recent;
    this.level = level;
    this.steps = steps;
    this.seasons = seasons;
    this.envelope = envelope;
    this.ranks = ranks;
    this.own = own;
  }

  /// Surprise of the point in decimal digits; the chain has learnt it afterwards.
  double observe(long epochMillis, double value, SeriesClock clock) {
    Arrays.fill(surprises, 0);
    if (points > 0) {
      judgePoint(value);
    }
    recent.add(epochMillis, value);
    points = Math.min(points + 1, Integer.MAX_VALUE - 1);
    judgeMeans(value);
    seasons.observe(epochMillis, value, level.level(), clock, settings);
    set(Component.SEASON, seasons.surprise());
    set(Component.SEASON_DRIFT, seasons.driftSurprise());
    level.learn(value, settings.baseline());
    if (points > SHIFT_FROM && Math.abs(value - level.level()) < level.deviation()) {
      surprises[Component.JUMP.code()] *= settings.ranking().recovery();
      surprises[Component.SHIFT.code()] *= settings.ranking().recovery();
    }
    double fused = fuse();
    if (envelope.explains(epochMillis, value, fused, level, clock, settings.seasonality())) {
      fused = Math.min(fused, EXPLAINED);
    }
    return againstOwnHistory(fused);
  }

  private void judgePoint(double value) {
    DetectorSettings.Ranking ranking = settings.ranking();
    double least = least();
    int context = Math.min(recent.together(), settings.baseline().context());
    if (context > 0) {
      double jump = value - recent.median(0, context);
      set(Component.JUMP, rank(Component.JUMP).rank(jump, least, ranking));
      double step = value - recent.value(0);
      set(Component.ROUGHNESS, steps.observe(step, points, settings));
    }
    double distance = value - level.level();
    set(Component.LEVEL, rank(Component.LEVEL).rank(distance, least, ranking));
  }

  private void judgeMeans(double value) {
    DetectorSettings.Baseline baseline = settings.baseline();
    int newer = baseline.shortMean();
    int together = Math.min(recent.together(), newer + baseline.longMean());
    if (points >= SHIFT_FROM && together > newer + 3) {
      double shift = recent.mean(0, newer) - recent.mean(newer, together);
      double surprise = rank(Component.SHIFT).rank(shift, least(), settings.ranking());
      set(Component.SHIFT, surprise);
    }
    smooth += (value - smooth) / Math.min(points, baseline.smooth());
    if (points >= DRIFT_FROM) {
      double drift = smooth - level.level();
      set(Component.DRIFT, rank(Component.DRIFT).rank(drift, least(), settings.ranking()));
    }
  }

  private double fuse() {
    double evidence = settings.ranking().evidence();
    double most = 0;
    double sum = 0;
    for (double surprise : surprises) {
      most = Math.max(most, surprise);
      sum += Math.max(0, surprise - evidence);
    }
    double others = sum - Math.max(0, most - evidence);
    return Math.min(MOST, most + settings.ranking().corroboration() * others);
  }

  private double againstOwnHistory(double fused) {
    double share = settings.ranking().ownHistory();
    double ranked =
        points <= OWN_HISTORY_FROM ? 0 : own.surprise(fused * OWN_SCALE, settings.ranking());
    own.add(fused * OWN_SCALE);
    return share * ranked + (1 - share) * fused;
  }

  private double least() {
    return Math.abs(level.level()) * NEGLIGIBLE;
  }

  private void set(Component component, double surprise) {
    surprises[component.code()] = surprise;
  }

  /// Only the first four components have their rank here.
  private SelfRank rank(Component component) {
    return ranks[component.code()];
  }

  /// Points learnt so far.
  int points() {
    return points;
  }

  /// A series that has hardly ever moved: the first change in it needs more than one point.
  boolean flat() {
    return rank(Component.JUMP).varied() < FLAT;
  }

  RecentPoints recent() {
    return recent;
  }

  RobustLevel level() {
    return level;
  }

  Seasons seasons() {
    return seasons;
  }

  /// Distances to the level, for the expected range.
  SelfRank levelRank() {
    return rank(Component.LEVEL);
  }

  double surprise(Component component) {
    return surprises[component.code()];
  }

  void writeTo(DataOutput out) throws IOException {
    recent.writeTo(out);
    level.writeTo(out);
    steps.writeTo(out);
    seasons.writeTo(out);
    envelope.writeTo(out);
    for (SelfRank rank : ranks) {
      rank.writeTo(out);
    }
    own.writeTo(out);
    out.writeDouble(smooth);
    out.writeInt(points);
  }

  static SurpriseChain readFrom(DataInput in, DetectorSettings settings) throws IOException {
    SurpriseChain chain =
        new SurpriseChain(
            settings,
            RecentPoints.readFrom(in),
            RobustLevel.readFrom(in),
            StepSize.readFrom(in),
            Seasons.readFrom(in),
            DailyEnvelope.readFrom(in),
            new SelfRank[] {
              SelfRank.readFrom(in),
              SelfRank.readFrom(in),
              SelfRank.readFrom(in),
              SelfRank.readFrom(in)
            },
            TailHistogram.readFrom(in));
    chain.smooth = in.readDouble();
    chain.points = in.readInt();
    return chain;
  }
}
