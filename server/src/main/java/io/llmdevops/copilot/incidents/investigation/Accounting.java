package io.llmdevops.copilot.incidents.investigation;

import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Asks of each service: if it alone were the cause, how much of what is unusual would be accounted
/// for? Seconds lost and requests failed below are lost and failed above, so a callee accounts for
/// as much of its callers' excess as it has itself, at the same time; a caller does not account for
/// its callees. More requests work the other way: they come down from where they enter.
final class Accounting {
  /// A channel in which the incident was not noticed counts less.
  private static final double SIDE_CHANNEL = 0.3;

  /// How far failures below account for time above (retries), and time below for failures above
  /// (timeouts): a little less than like for like, so that a like cause goes first.
  private static final double ACROSS_CHANNELS = 0.9;

  /// Without calls between them, a service accounts for others only by having deviated further.
  private static final double NO_KNOWN_PATH = 0.5;

  /// More load never accounts for everything that is slow.
  private static final double LOAD_CHANNEL = 0.5;

  private static final Channel[] RED = {Channel.TIME, Channel.FAILURES};
  private static final Channel[] FAULTS = {Channel.TIME, Channel.FAILURES, Channel.RESOURCE};

  private final Scene scene;
  private final Reach reach;
  private final int n;

  /// How unusual each service is per channel, 0 to 1.
  private final Map<Channel, double[]> unusual = new EnumMap<>(Channel.class);

  private final Map<Channel, Double> weight = new EnumMap<>(Channel.class);

  /// Surge of requests per service: believed size, where 1 is as much again as the symptom gets.
  private final double[] surge;

  private final double silenceWeight;

  Accounting(Scene scene, Reach reach) {
    this.scene = scene;
    this.reach = reach;
    n = scene.services.size();
    for (Channel channel : FAULTS) {
      unusual.put(channel, unusual(channel));
    }
    for (Channel channel : FAULTS) {
      boolean noticed = channel == scene.symptomChannel;
      boolean unnoticed = scene.symptomChannel == null && channel != Channel.RESOURCE;
      double most = 0;
      for (int i = 0; i < n; i++) {
        most = Math.max(most, of(channel)[i] * believed(i, channel));
      }
      weight.put(channel, noticed ? 1 : unnoticed ? most : SIDE_CHANNEL * most);
    }
    surge = surges();
    double highest = 0;
    for (double s : surge) {
      highest = Math.max(highest, s);
    }
    weight.put(Channel.LOAD, LOAD_CHANNEL * highest);
    silenceWeight = scene.silent.isEmpty() ? 0 : 1;
  }

  private double[] unusual(Channel channel) {
    double whole = 0;
    Deviation symptom = scene.symptom < 0 ? null : scene.deviation(scene.symptom, channel);
    if (channel == scene.symptomChannel && symptom != null && symptom.effect() >= 2) {
      whole = symptom.total();
    } else {
      for (int i = 0; i < n; i++) {
        Deviation deviation = scene.deviation(i, channel);
        whole =
            deviation == null ? whole : Math.max(whole, deviation.total() * deviation.evidence());
      }
    }
    double[] result = new double[n];
    for (int i = 0; i < n; i++) {
      Deviation deviation = scene.deviation(i, channel);
      if (deviation != null) {
        double size =
            channel == Channel.RESOURCE
                ? deviation.relative()
                : whole > 0 ? deviation.total() / whole : 0;
        result[i] = deviation.evidence() * Math.min(1, size);
      }
    }
    return result;
  }

  private double[] surges() {
    Deviation entrance = scene.symptom < 0 ? null : scene.deviation(scene.symptom, Channel.LOAD);
    double usual = entrance == null ? 0 : entrance.track().level;
    if (usual <= 0) {
      for (int i = 0; i < n; i++) {
        Deviation load = scene.deviation(i, Channel.LOAD);
        usual = load == null ? usual : Math.max(usual, load.track().level);
      }
    }
    double[] result = new double[n];
    for (int i = 0; i < n; i++) {
      Deviation load = scene.deviation(i, Channel.LOAD);
      if (load != null && load.effect() >= 2 && usual > 0) {
        double more = load.relative() * load.track().level / usual;
        result[i] = load.evidence() * Math.min(1, Math.min(load.relative(), more));
      }
    }
    return result;
  }

  private double[] of(Channel channel) {
    double[] row = unusual.get(channel);
    return row == null ? new double[n] : row;
  }

  private double believed(int service, Channel channel) {
    Deviation deviation = scene.deviation(service, channel);
    return deviation == null ? 0 : deviation.evidence();
  }

  double surge(int service) {
    return surge[service];
  }

  double weight(Channel channel) {
    return weight.getOrDefault(channel, 0.0);
  }

  double unusual(int service, Channel channel) {
    return of(channel)[service];
  }

  /// What one service accounts for: the part of all that is unusual, and how much of that part is
  /// owed to the load that it takes in.
  record Account(double score, double byLoad) {}

  Account of(int cause) {
    double explained = 0;
    double byLoad = 0;
    double weights = 0;
    for (Channel channel : FAULTS) {
      double there = 0;
      double fault = 0;
      double load = 0;
      for (int i = 0; i < n; i++) {
        double u = of(channel)[i];
        if (u > 0) {
          double byRequests =
              i == cause || reach.isBelow(i, cause) ? surge[cause] * surge[cause] : 0;
          double part = Math.max(part(cause, i, channel), byRequests);
          there += u;
          fault += u * part;
          load += u * Math.min(part, byRequests);
        }
      }
      double w = weight(channel);
      weights += w;
      if (there > 0) {
        explained += w * fault / there;
        byLoad += w * load / there;
      }
    }
    double traffic = weight(Channel.LOAD) * loadPart(cause);
    explained += traffic + silenceWeight * silencePart(cause);
    byLoad += traffic;
    weights += weight(Channel.LOAD) + silenceWeight;
    double known = relatedToSymptom(cause) ? 1 : NO_KNOWN_PATH;
    return weights > 0
        ? new Account(known * explained / weights, explained > 0 ? byLoad / explained : 0)
        : new Account(0, 0);
  }

  private boolean relatedToSymptom(int cause) {
    int symptom = scene.symptom;
    return symptom < 0
        || cause == symptom
        || reach.isBelow(cause, symptom)
        || reach.isAbove(cause, symptom)
        || reach.unknown(cause, symptom);
  }

  /// How much of `service`'s excess in `channel` would be there because of `cause`.
  private double part(int cause, int service, Channel channel) {
    boolean newcomer = scene.newcomers.get(cause);
    if (cause == service) {
      // Nothing is known of it from before, so nothing can have changed in it: who began to call
      // it changed.
      return newcomer ? NO_KNOWN_PATH : 1;
    }
    if (scene.newcomers.get(service) && reach.calls(cause, service)) {
      return 1;
    }
    double part;
    boolean above = reach.isAbove(service, cause);
    if (above && !reach.isBelow(service, cause)) {
      part = handedUp(cause, service, channel);
    } else if (above) {
      // In a circle of calls neither is above the other.
      part = handedUp(cause, service, channel) * further(cause, service, channel);
    } else if (reach.unknown(cause, service)) {
      part = handedUp(cause, service, channel) * further(cause, service, channel);
    } else {
      part = 0;
    }
    return newcomer ? part * NO_KNOWN_PATH : part;
  }

  private double handedUp(int cause, int caller, Channel channel) {
    if (scene.silent.get(cause) && channel != Channel.RESOURCE) {
      return 1;
    }
    Deviation above = scene.deviation(caller, channel);
    if (above == null) {
      return 0;
    }
    double part = 0;
    boolean mute = true;
    for (Channel own : RED) {
      Deviation below = scene.deviation(cause, own);
      if (below == null) {
        continue;
      }
      mute = false;
      double like =
          own == channel
              ? below.evidence() * above.sharedWith(below)
              : ACROSS_CHANNELS
                  * below.evidence()
                  * of(own)[cause]
                  * (own == Channel.TIME ? Math.min(1, below.relative()) : 1);
      part = Math.max(part, like);
    }
    return mute ? ACROSS_CHANNELS * of(Channel.RESOURCE)[cause] : part;
  }

  /// Small anomalies rarely cause larger ones (Okati et al. 2024), which is all there is to go by
  /// without a graph.
  private double further(int cause, int service, Channel channel) {
    double one = 0;
    for (Channel own : FAULTS) {
      one = Math.max(one, scene.effect(cause, own));
    }
    double other = Math.max(0, scene.effect(service, channel));
    return one > 0 ? one / (one + other) : 0;
  }

  private double loadPart(int cause) {
    double there = 0;
    double explained = 0;
    Deviation own = scene.deviation(cause, Channel.LOAD);
    for (int i = 0; i < n; i++) {
      if (surge[i] > 0) {
        there += surge[i];
        if (i == cause) {
          explained += surge[i];
        } else if (own != null && surge[cause] > 0 && reach.isBelow(i, cause)) {
          Deviation below = scene.deviation(i, Channel.LOAD);
          double factor = below == null ? 0 : own.relative() / Math.max(1e-9, below.relative());
          explained += surge[i] * Math.min(1, factor);
        }
      }
    }
    return there > 0 ? explained / there : 0;
  }

  private double silencePart(int cause) {
    int all = scene.silent.cardinality();
    return all > 0 && scene.silent.get(cause) ? 1.0 / all : 0;
  }

  /// The part of the symptom's excess that runs through `cause`; null if that cannot be told.
  @Nullable Double shareOfSymptom(int cause) {
    if (scene.symptom < 0 || scene.symptomChannel == null) {
      return null;
    }
    Deviation symptom = scene.deviation(scene.symptom, scene.symptomChannel);
    Deviation own = scene.deviation(cause, scene.symptomChannel);
    boolean path = cause == scene.symptom || reach.isBelow(cause, scene.symptom);
    boolean countable =
        scene.symptomChannel == Channel.TIME || scene.symptomChannel == Channel.FAILURES;
    return path && countable && symptom != null && own != null && symptom.total() > 0
        ? Math.min(1, symptom.sharedWith(own))
        : null;
  }
}
