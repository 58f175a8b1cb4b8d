package io.llmdevops.copilot.incidents.detection;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/// Turns surprises into episodes. After a finding the series rests for a time that grows with its
/// history: during the rest only something clearly worse fires again, afterwards the bar sinks back
/// to the threshold. An episode ends after some calm points in a row, or when it has lasted so long
/// that it is the new normal.
///
/// | open | point | becomes |
/// |---|---|---|
/// | no | above the bar | OPENS |
/// | no | outside its range and above the threshold, or the old trouble during the rest | REOPENS |
/// | no | anything else | QUIET |
/// | yes | above the bar | WORSENS |
/// | yes | the last of the calm ones, or too long | CLOSES |
/// | yes | anything else | CONTINUES |
final class EpisodeTracker {

  /// The bar is back at the threshold after so many rests.
  private static final int RESTS_TO_FORGET = 4;

  /// Rests in which what is left of the bar falls to 1/e.
  private static final double FADING = 2;

  private static final int LONG_AGO = 1 << 24;

  private final DetectorSettings.Episodes settings;
  private boolean open;
  private int since = LONG_AGO;
  private int age;
  private int calm;
  private double peak;

  EpisodeTracker(DetectorSettings.Episodes settings) {
    this.settings = settings;
  }

  /// @param inside whether the value is in its expected range
  /// @param same whether it deviates as the last episode did
  /// @param points length of the history so far
  Phase observe(double surprise, boolean inside, boolean same, int points) {
    since = Math.min(since + 1, LONG_AGO);
    boolean loud = surprise >= settings.surprise();
    boolean fires = loud && surprise >= bar(points);
    if (fires) {
      peak = surprise;
      since = 0;
    }
    if (!open) {
      boolean back = (loud && !inside) || (same && since < rest(points));
      open = fires || back;
      age = 0;
      calm = 0;
      return fires ? Phase.OPENS : back ? Phase.REOPENS : Phase.QUIET;
    }
    age++;
    calm = inside && !loud ? calm + 1 : 0;
    if (fires) {
      return Phase.WORSENS;
    }
    if (calm >= settings.calm() || age >= settings.longest()) {
      open = false;
      return Phase.CLOSES;
    }
    return Phase.CONTINUES;
  }

  /// A point of which nothing is learnt, because what was normal before is still waited for.
  ///
  /// @param longest points until it is given up
  Phase waitOn(int longest) {
    since = Math.min(since + 1, LONG_AGO);
    age++;
    calm = 0;
    open = age < longest;
    return open ? Phase.CONTINUES : Phase.CLOSES;
  }

  private double bar(int points) {
    double rest = rest(points);
    double worse = peak + settings.escalation();
    if (since < rest) {
      return worse;
    }
    if (since >= RESTS_TO_FORGET * rest) {
      return settings.surprise();
    }
    double left = StrictMath.exp(-(since - rest) / (FADING * rest));
    return settings.surprise() + (worse - settings.surprise()) * left;
  }

  private double rest(int points) {
    return Math.clamp(settings.restShare() * points, settings.restLeast(), settings.restMost());
  }

  boolean isOpen() {
    return open;
  }

  /// Points since the open episode began.
  int age() {
    return age;
  }

  void writeTo(DataOutput out) throws IOException {
    out.writeBoolean(open);
    out.writeInt(since);
    out.writeInt(age);
    out.writeByte(calm);
    out.writeDouble(peak);
  }

  static EpisodeTracker readFrom(DataInput in, DetectorSettings.Episodes settings)
      throws IOException {
    EpisodeTracker tracker = new EpisodeTracker(settings);
    tracker.open = in.readBoolean();
    tracker.since = in.readInt();
    tracker.age = in.readInt();
    tracker.calm = in.readByte();
    tracker.peak = in.readDouble();
    return tracker;
  }
}
