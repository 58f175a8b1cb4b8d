package io.llmdevops.copilot.incidents.detection;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/// What an open episode is measured by and told as, fixed when it opened.
///
/// @param above how far above the expected value a value was normal
/// @param below how far below
/// @param frozenCentre the expected value itself when the series was too young to have a level that
///   withstands the episode; NaN otherwise
record EpisodeFacts(
    double above,
    double below,
    double frozenCentre,
    double distance,
    Direction direction,
    long onsetMillis,
    Set<Component> components) {

  EpisodeFacts {
    components = Set.copyOf(components);
  }

  static EpisodeFacts of(
      Verdict.Range range,
      boolean frozen,
      double value,
      Direction direction,
      long onsetMillis,
      Set<Component> components) {
    return new EpisodeFacts(
        range.upper() - range.expected(),
        range.expected() - range.lower(),
        frozen ? range.expected() : Double.NaN,
        Math.abs(value - range.expected()),
        direction,
        onsetMillis,
        components);
  }

  boolean frozen() {
    return !Double.isNaN(frozenCentre);
  }

  Verdict.Range around(double liveCentre) {
    double centre = frozen() ? frozenCentre : liveCentre;
    return new Verdict.Range(centre, centre - below, centre + above);
  }

  /// How far from the expected value the episode began, in units of what was still normal: just
  /// outside the range is 1.
  double reachesAway() {
    return distance / (direction == Direction.UP ? above : below);
  }

  /// Whether a value deviates as this episode did: outside its range, to the same side, and at
  /// least half as far as when it opened.
  boolean sameTrouble(double centre, double value) {
    double away = direction.sign() * (value - centre);
    return away >= distance / 2 && !around(centre).holds(value);
  }

  void writeTo(DataOutput out) throws IOException {
    out.writeDouble(above);
    out.writeDouble(below);
    out.writeDouble(frozenCentre);
    out.writeDouble(distance);
    out.writeByte(direction.sign());
    out.writeLong(onsetMillis);
    int mask = 0;
    for (Component component : components) {
      mask |= 1 << component.code();
    }
    out.writeShort(mask);
  }

  static EpisodeFacts readFrom(DataInput in) throws IOException {
    double above = in.readDouble();
    double below = in.readDouble();
    double frozenCentre = in.readDouble();
    double distance = in.readDouble();
    Direction direction = Direction.ofSign(in.readByte());
    long onsetMillis = in.readLong();
    int mask = in.readShort();
    EnumSet<Component> components = EnumSet.noneOf(Component.class);
    for (Component component : Component.values()) {
      if ((mask & 1 << component.code()) != 0) {
        components.add(component);
      }
    }
    return new EpisodeFacts(
        above,
        below,
        frozenCentre,
        distance,
        direction,
        onsetMillis,
        Collections.unmodifiableSet(components));
  }
}
