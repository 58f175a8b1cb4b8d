package io.llmdevops.copilot.incidents.detection;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The anomaly detector of one series. Strictly online: each point is seen once, in the order in
/// which it comes, and judged by what came before it. The same points give the same verdicts and
/// the same stored state, byte for byte, on every machine; nothing here is random or asks a clock.
///
/// Not thread-safe: one series belongs to one thread at a time.
public final class SeriesDetector {

  /// Points before the statistics of tails are trusted; until then see [SustainedChange].
  static final int YOUNG = 100;

  /// Points of history before a range is told.
  private static final int RANGE_FROM = 10;

  /// The expected range reaches, on each side, half as far again as all but this share of its own
  /// past did: about 99 in 100 points of bell-shaped noise, and still the old range when a
  /// twentieth of the past was trouble.
  private static final double RANGE_TAIL = 0.05;

  private static final double RANGE_REACH = 1.5;

  /// Beyond this a square would overflow the statistics; no metric is that large.
  private static final double LARGEST = 1e30;

  private static final double STRONGEST = 1000;

  /// Points after a gap before a finding: the first ones after a restart are often odd.
  private static final int CONTEXT = 3;

  private static final double QUIETENED = 0.99;

  /// How many times as long as it was known the normal of a young series is waited for when the
  /// value is just outside of its range, and so much longer as it is further away; and the least.
  private static final double PATIENCE = 2;

  private static final double LEAST_PATIENCE = 40;

  private final DetectorSettings settings;
  private final SeriesClock clock;
  private final SurpriseChain chain;
  private final EpisodeTracker episodes;
  private @Nullable EpisodeFacts facts;
  private long missing;

  /// A new detector with the frozen settings.
  public SeriesDetector() {
    this(DetectorSettings.standard());
  }

  SeriesDetector(DetectorSettings settings) {
    this(
        settings,
        new SeriesClock(),
        new SurpriseChain(settings),
        new EpisodeTracker(settings.episodes()));
  }

  private SeriesDetector(
      DetectorSettings settings, SeriesClock clock, SurpriseChain chain, EpisodeTracker episodes) {
    this.settings = settings;
    this.clock = clock;
    this.chain = chain;
    this.episodes = episodes;
  }

  /// Judges a point and learns it. Points that cannot be used (see [Arrival]) change nothing but a
  /// count.
  public Verdict observe(long epochMillis, double value) {
    Arrival arrival = arrive(epochMillis, value);
    if (!arrival.accepted()) {
      Phase phase = episodes.isOpen() ? Phase.CONTINUES : Phase.QUIET;
      return Verdict.untouched(arrival, phase, epochMillis, value);
    }
    if (arrival.breaksContext()) {
      chain.recent().breakContext();
    }
    Verdict.Range range = range(epochMillis);
    EpisodeFacts old = facts;
    boolean waiting = old != null && old.frozen() && episodes.isOpen();
    if (old != null && waiting && !range.holds(value)) {
      return keepWaiting(arrival, epochMillis, value, range, old);
    }
    boolean same = old != null && !episodes.isOpen() && old.sameTrouble(centre(epochMillis), value);
    double sigma = sigma();
    double surprise = chain.observe(epochMillis, value, clock);
    Optional<Verdict.Range> left = Optional.empty();
    if (waiting) {
      surprise = quietened(surprise);
    } else if (chain.points() <= YOUNG || chain.flat()) {
      left = SustainedChange.leftBy(chain.recent());
      surprise = tooYoungToTell(surprise, left.isPresent());
      range = left.orElse(range);
      sigma = left.map(SustainedChange::sigma).orElse(sigma);
    } else if (chain.recent().together() < CONTEXT) {
      surprise = quietened(surprise);
    }
    Phase phase = episodes.observe(surprise, range.holds(value), same, chain.points());
    if (phase == Phase.OPENS || phase == Phase.REOPENS) {
      facts = describe(range, left.isPresent(), value);
    }
    return verdict(
        arrival, phase, epochMillis, value, range, surprise, strength(value, range, sigma));
  }

  private Arrival arrive(long epochMillis, double value) {
    // Also false for NaN.
    if (!(Math.abs(value) <= LARGEST)) {
      missing++;
      return Arrival.MISSING;
    }
    return clock.accept(epochMillis);
  }

  /// The old normal is still known and the value is still outside: nothing is learnt from it, so
  /// that a young series does not take its trouble for its nature. Not for ever, though, and least
  /// of all for what is just outside a range that was known for a minute only.
  private Verdict keepWaiting(
      Arrival arrival, long epochMillis, double value, Verdict.Range range, EpisodeFacts known) {
    int longest =
        (int)
            Math.clamp(
                PATIENCE * chain.points() * known.reachesAway(),
                LEAST_PATIENCE,
                settings.episodes().longest());
    if (longest - episodes.age() <= RecentPoints.SIZE) {
      chain.recent().add(epochMillis, value);
    }
    double surprise = settings.episodes().surprise();
    Phase phase = episodes.waitOn(longest);
    if (!phase.open()) {
      chain.level().moveTo(chain.recent().median(0, chain.recent().stored()));
    }
    double sigma = SustainedChange.sigma(range);
    return verdict(
        arrival, phase, epochMillis, value, range, surprise, strength(value, range, sigma));
  }

  private double tooYoungToTell(double surprise, boolean sustained) {
    return sustained ? Math.max(surprise, settings.episodes().surprise()) : quietened(surprise);
  }

  private double quietened(double surprise) {
    return Math.min(surprise, settings.episodes().surprise() * QUIETENED);
  }

  private double centre(long epochMillis) {
    return chain.seasons().canPredict(epochMillis)
        ? chain.seasons().predict(epochMillis)
        : chain.level().level();
  }

  private Verdict.Range range(long epochMillis) {
    double centre = centre(epochMillis);
    if (facts != null && episodes.isOpen()) {
      return facts.around(centre);
    }
    if (chain.points() < RANGE_FROM) {
      return Verdict.Range.UNKNOWN;
    }
    boolean seasonal = chain.seasons().canPredict(epochMillis);
    SelfRank rank = seasonal ? chain.seasons().rank() : chain.levelRank();
    double least = Math.abs(centre) * SurpriseChain.NEGLIGIBLE;
    return new Verdict.Range(
        centre,
        centre - Math.max(least, RANGE_REACH * rank.lower(RANGE_TAIL)),
        centre + Math.max(least, RANGE_REACH * rank.upper(RANGE_TAIL)));
  }

  private double sigma() {
    return chain.seasons().inUse() ? chain.seasons().sigma() : chain.level().sigma();
  }

  private static double strength(double value, Verdict.Range range, double sigma) {
    double distance = Math.abs(value - range.expected());
    if (!(distance > 0)) {
      return 0;
    }
    double least = Math.max(1e-300, Math.abs(range.expected()) * SurpriseChain.NEGLIGIBLE);
    return Math.min(STRONGEST, distance / Math.max(sigma, least));
  }

  private EpisodeFacts describe(Verdict.Range range, boolean sustained, double value) {
    boolean up = value >= range.expected();
    Set<Component> spoke = EnumSet.noneOf(Component.class);
    double heard = settings.ranking().evidence();
    for (Component component : Component.values()) {
      if (chain.surprise(component) >= heard) {
        spoke.add(component);
      }
    }
    if (sustained) {
      spoke.add(Component.SUSTAINED);
    }
    Direction direction = up ? Direction.UP : Direction.DOWN;
    long onset = onset(range.expected(), up ? 1 : -1);
    return EpisodeFacts.of(range, sustained, value, direction, onset, spoke);
  }

  /// The most likely start of the present deviation: the point at which the backward sum of what
  /// exceeds half of it is largest (the argument of the maximum of a CUSUM; Page 1954, Hinkley
  /// 1971).
  private long onset(double centre, int sign) {
    RecentPoints recent = chain.recent();
    double half = sign * (recent.value(0) - centre) / 2;
    double sum = 0;
    double most = Double.NEGATIVE_INFINITY;
    int start = 0;
    for (int back = 0; back < recent.together(); back++) {
      sum += sign * (recent.value(back) - centre) - half;
      if (sum > most) {
        most = sum;
        start = back;
      }
    }
    return recent.time(start);
  }

  private Verdict verdict(
      Arrival arrival,
      Phase phase,
      long epochMillis,
      double value,
      Verdict.Range range,
      double surprise,
      double strength) {
    double score = surprise / (surprise + settings.episodes().surprise());
    EpisodeFacts told = facts;
    if (told == null || phase == Phase.QUIET) {
      Verdict.Deviation none = new Verdict.Deviation(Direction.NONE, strength, epochMillis);
      return new Verdict(arrival, phase, score, value, range, none, Set.of());
    }
    Verdict.Deviation deviation =
        new Verdict.Deviation(told.direction(), strength, told.onsetMillis());
    return new Verdict(arrival, phase, score, value, range, deviation, told.components());
  }

  /// Points seen that were late, out of order or double, and dropped.
  public long dropped() {
    return clock.dropped();
  }

  /// Points seen that were no usable number.
  public long missing() {
    return missing;
  }

  /// The interval that the series was found to have.
  public double intervalMillis() {
    return clock.intervalMillis();
  }

  /// Whether the series is so new that only sustained, gross changes fire.
  public boolean young() {
    return chain.points() <= YOUNG;
  }

  /// Writes the whole state; see [DetectorState] for the format.
  public void writeTo(DataOutput out) throws IOException {
    DetectorState.write(
        out,
        payload -> {
          clock.writeTo(payload);
          chain.writeTo(payload);
          episodes.writeTo(payload);
          payload.writeBoolean(facts != null);
          if (facts != null) {
            facts.writeTo(payload);
          }
          payload.writeLong(missing);
        });
  }

  /// A detector that goes on exactly where the written one stood. Throws [StateFormatException]
  /// when the state is not whole or of an unknown version.
  public static SeriesDetector readFrom(DataInput in) throws IOException {
    return DetectorState.read(in, SeriesDetector::readPayload);
  }

  private static SeriesDetector readPayload(DataInput in) throws IOException {
    DetectorSettings settings = DetectorSettings.standard();
    SeriesDetector detector =
        new SeriesDetector(
            settings,
            SeriesClock.readFrom(in),
            SurpriseChain.readFrom(in, settings),
            EpisodeTracker.readFrom(in, settings.episodes()));
    detector.facts = in.readBoolean() ? EpisodeFacts.readFrom(in) : null;
    detector.missing = in.readLong();
    return detector;
  }
}
