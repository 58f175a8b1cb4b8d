package io.llmdevops.copilot.incidents.detection;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A profile of the day (48 bins) and one of the week (168), of which the better one is used, and
/// only once it has proven itself: after two full periods, and while its own past error is clearly
/// below that of the long level. Its differences are ranked like everything else, and are heard
/// after one day of them.
final class Seasons {

  private static final long DAY = Duration.ofDays(1).toMillis();
  private static final long WEEK = Duration.ofDays(7).toMillis();
  private static final int PERIODS = 2;
  private static final int ERROR_MEMORY = 500;

  /// The profile of the week has to beat that of the day by this much.
  private static final double WEEK_GAIN = 0.95;

  private final SeasonalProfile day = new SeasonalProfile(DAY, 48);
  private final SeasonalProfile week = new SeasonalProfile(WEEK, 168);
  private SelfRank rank = new SelfRank();
  private SelfRank driftRank = new SelfRank();
  private double levelError;
  private int points;
  private double drift;
  private int used;
  private long heardFrom;
  private @Nullable SeasonalProfile proven;
  private double surprise;
  private double driftSurprise;

  /// Judges the point by the profiles, then learns it.
  void observe(
      long epochMillis, double value, double level, SeriesClock clock, DetectorSettings settings) {
    DetectorSettings.Seasonality seasonality = settings.seasonality();
    points = Math.min(points + 1, ERROR_MEMORY);
    levelError += (Math.abs(value - level) - levelError) / points;
    test(day, epochMillis, value, clock);
    test(week, epochMillis, value, clock);
    proven = choose(epochMillis, clock, seasonality);
    surprise = 0;
    driftSurprise = 0;
    if (proven == null) {
      used = 0;
      drift = 0;
    } else {
      judge(epochMillis, value, proven.predict(epochMillis), settings);
    }
    day.learn(epochMillis, value, clock.intervalMillis(), seasonality.memory());
    week.learn(epochMillis, value, clock.intervalMillis(), seasonality.memory());
  }

  private static void test(
      SeasonalProfile profile, long epochMillis, double value, SeriesClock clock) {
    if (clock.ageMillis() > profile.periodMillis() && profile.knows(epochMillis)) {
      profile.test(epochMillis, value);
    }
  }

  private @Nullable SeasonalProfile choose(
      long epochMillis, SeriesClock clock, DetectorSettings.Seasonality seasonality) {
    boolean dayProven = proves(day, epochMillis, clock, seasonality);
    boolean weekProven =
        proves(week, epochMillis, clock, seasonality) && week.error() < WEEK_GAIN * day.error();
    return weekProven ? week : dayProven ? day : null;
  }

  private boolean proves(
      SeasonalProfile profile,
      long epochMillis,
      SeriesClock clock,
      DetectorSettings.Seasonality seasonality) {
    return profile.tested()
        && clock.ageMillis() > PERIODS * profile.periodMillis()
        && profile.knows(epochMillis)
        && profile.error() < seasonality.proof() * levelError;
  }

  private void judge(long epochMillis, double value, double expected, DetectorSettings settings) {
    double difference = value - expected;
    if (used == 0) {
      heardFrom = epochMillis + DAY;
    }
    used = Math.min(used + 1, settings.seasonality().smooth());
    drift += (difference - drift) / used;
    double least = Math.abs(expected) * SurpriseChain.NEGLIGIBLE;
    double point = rank.rank(difference, least, settings.ranking());
    double smooth = driftRank.rank(drift, least, settings.ranking());
    if (epochMillis >= heardFrom) {
      surprise = point;
      driftSurprise = smooth;
    }
  }

  double surprise() {
    return surprise;
  }

  double driftSurprise() {
    return driftSurprise;
  }

  /// Whether a profile was good enough to be used for the last point.
  boolean inUse() {
    return proven != null;
  }

  boolean canPredict(long epochMillis) {
    return proven != null && proven.knows(epochMillis);
  }

  /// What the profile in use expects; the level's place is taken by it while it is in use.
  double predict(long epochMillis) {
    return proven == null ? Double.NaN : proven.predict(epochMillis);
  }

  /// Robust standard deviation around the profile in use, from its mean absolute error.
  double sigma() {
    return proven == null ? Double.NaN : proven.error() * RobustLevel.SIGMA;
  }

  SelfRank rank() {
    return rank;
  }

  void writeTo(DataOutput out) throws IOException {
    day.writeTo(out);
    week.writeTo(out);
    rank.writeTo(out);
    driftRank.writeTo(out);
    out.writeDouble(levelError);
    out.writeShort(points);
    out.writeDouble(drift);
    out.writeByte(used);
    out.writeLong(heardFrom);
    out.writeByte(proven == null ? 0 : proven == day ? 1 : 2);
  }

  static Seasons readFrom(DataInput in) throws IOException {
    Seasons seasons = new Seasons();
    seasons.day.readFrom(in);
    seasons.week.readFrom(in);
    seasons.rank = SelfRank.readFrom(in);
    seasons.driftRank = SelfRank.readFrom(in);
    seasons.levelError = in.readDouble();
    seasons.points = in.readShort();
    seasons.drift = in.readDouble();
    seasons.used = in.readByte();
    seasons.heardFrom = in.readLong();
    seasons.proven =
        switch (in.readByte()) {
          case 0 -> null;
          case 1 -> seasons.day;
          case 2 -> seasons.week;
          default -> throw new StateFormatException("there is no such profile in use");
        };
    return seasons;
  }
}
