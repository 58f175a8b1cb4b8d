package io.llmdevops.copilot.incidents.investigation;

import io.llmdevops.copilot.incidents.SignalKind;
import io.llmdevops.copilot.sources.Labels;
import io.llmdevops.copilot.sources.TimeSeries;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/// Services with noisy series at equal steps, into which faults are planted; what a fault does to
/// the callers is planted with it.
final class SmallShop {
  static final Instant FAULT = Instant.parse("2026-03-01T10:00:00Z");

  final Duration step;
  final int before;
  final int during;
  private final Random random;
  private final Map<String, Map<SignalKind, double[]>> services = new LinkedHashMap<>();
  private final Set<CallGraph.Call> calls = new HashSet<>();

  SmallShop(long seed, Duration step, int before, int during) {
    random = new Random(seed);
    this.step = step;
    this.before = before;
    this.during = during;
  }

  /// A minute of normal life and a minute of incident, at five seconds.
  SmallShop(long seed) {
    this(seed, Duration.ofSeconds(5), 12, 12);
  }

  SmallShop service(String name, double rate, double latency) {
    Map<SignalKind, double[]> metrics = new EnumMap<>(SignalKind.class);
    double[] rates = noisy(rate, 0.04);
    double[] errors = new double[before + during];
    for (int i = 0; i < errors.length; i++) {
      double n = rates[i] * step.toSeconds();
      errors[i] = Math.round(0.002 * n + random.nextDouble() - 0.5) / n;
    }
    metrics.put(SignalKind.REQUEST_RATE, rates);
    metrics.put(SignalKind.ERROR_RATIO, errors);
    metrics.put(SignalKind.LATENCY_MEAN, noisy(latency, 0.05));
    metrics.put(SignalKind.CPU, noisy(0.3, 0.08));
    metrics.put(SignalKind.MEMORY, noisy(4e8, 0.02));
    services.put(name, metrics);
    return this;
  }

  private double[] noisy(double level, double spread) {
    double[] values = new double[before + during];
    for (int i = 0; i < values.length; i++) {
      values[i] = level * Math.exp(spread * random.nextGaussian());
    }
    return values;
  }

  SmallShop call(String caller, String callee) {
    calls.add(new CallGraph.Call(caller, callee));
    return this;
  }

  /// Each request to `name` takes `seconds` longer, and each of its callers waits as long for each.
  SmallShop slow(String name, double seconds) {
    return slow(name, seconds, 0, new HashSet<>());
  }

  /// As [#slow(String,double)], from the given step of the incident on.
  SmallShop slowFrom(int incidentStep, String name, double seconds) {
    return slow(name, seconds, incidentStep, new HashSet<>());
  }

  private SmallShop slow(String name, double seconds, int fromStep, Set<String> seen) {
    if (seen.add(name)) {
      change(name, SignalKind.LATENCY_MEAN, fromStep, value -> value + seconds);
      for (String caller : callers(name)) {
        slow(caller, seconds * rate(name) / rate(caller), fromStep, seen);
      }
    }
    return this;
  }

  /// The given part of the requests to `name` fails, and so do those that caused them.
  SmallShop fail(String name, double ratio) {
    failFor(name, ratio, 0, during, new HashSet<>());
    return this;
  }

  SmallShop change(String name, SignalKind kind, int fromStep, DoubleUnaryOperator how) {
    double[] values = metric(name, kind);
    for (int i = before + fromStep; i < values.length; i++) {
      values[i] = how.applyAsDouble(values[i]);
    }
    return this;
  }

  SmallShop changeBefore(String name, SignalKind kind, DoubleUnaryOperator how) {
    double[] values = metric(name, kind);
    for (int i = 0; i < before; i++) {
      values[i] = how.applyAsDouble(values[i]);
    }
    return this;
  }

  SmallShop silence(String name) {
    metricsOf(name).keySet().forEach(kind -> change(name, kind, 0, value -> Double.NaN));
    return this;
  }

  /// Its instances are counted, and from `fromStep` to `toStep` of the incident there is none: it
  /// reports nothing itself, and all that its callers ask of it fails.
  SmallShop down(String name, int fromStep, int toStep) {
    double[] up = new double[before + during];
    Arrays.fill(up, 1);
    for (Map.Entry<SignalKind, double[]> metric : metricsOf(name).entrySet()) {
      Arrays.fill(metric.getValue(), before + fromStep, before + toStep, Double.NaN);
    }
    Arrays.fill(up, before + fromStep, before + toStep, 0);
    metricsOf(name).put(SignalKind.AVAILABILITY, up);
    double asked = rate(name);
    for (String caller : callers(name)) {
      failFor(caller, Math.min(1, asked / rate(caller)), fromStep, toStep, new HashSet<>());
    }
    return this;
  }

  private void failFor(String name, double ratio, int fromStep, int toStep, Set<String> seen) {
    if (seen.add(name)) {
      double[] errors = metric(name, SignalKind.ERROR_RATIO);
      for (int i = before + fromStep; i < before + toStep; i++) {
        errors[i] = Math.min(1, errors[i] + ratio);
      }
      for (String caller : callers(name)) {
        failFor(caller, Math.min(1, ratio * rate(name) / rate(caller)), fromStep, toStep, seen);
      }
    }
  }

  SmallShop without(String name, SignalKind kind) {
    metricsOf(name).remove(kind);
    return this;
  }

  double[] metric(String name, SignalKind kind) {
    double[] values = metricsOf(name).get(kind);
    if (values == null) {
      throw new IllegalArgumentException(name + " has no " + kind);
    }
    return values;
  }

  private Map<SignalKind, double[]> metricsOf(String name) {
    Map<SignalKind, double[]> metrics = services.get(name);
    if (metrics == null) {
      throw new IllegalArgumentException("no service " + name);
    }
    return metrics;
  }

  private double rate(String name) {
    return metric(name, SignalKind.REQUEST_RATE)[0];
  }

  private List<String> callers(String name) {
    return calls.stream()
        .filter(call -> call.callee().equals(name))
        .map(CallGraph.Call::caller)
        .sorted()
        .toList();
  }

  CallGraph graph() {
    return new CallGraph(calls);
  }

  IncidentWindow window() {
    return new IncidentWindow(
        FAULT.minus(step.multipliedBy(before)), FAULT, FAULT.plus(step.multipliedBy(during)));
  }

  List<ServiceSeries> series() {
    List<ServiceSeries> all = new ArrayList<>();
    services.forEach((name, metrics) ->
        metrics.forEach((kind, values) ->
            all.add(
                new ServiceSeries(name + "/" + kind, name, kind, kind.title(), samples(values)))));
    return all;
  }

  TimeSeries samples(double[] values) {
    long[] times = new long[values.length];
    for (int i = 0; i < times.length; i++) {
      times[i] = FAULT.plus(step.multipliedBy(i - before)).toEpochMilli();
    }
    return new TimeSeries(Labels.of(Map.of()), times, Arrays.copyOf(values, values.length));
  }

  Verdict rank(@Nullable Symptom symptom) {
    return new RootCauseRanker().rank(graph(), series(), window(), symptom);
  }

  /// web calls cart and checkout; checkout calls payment and stock; payment and stock call the
  /// database; a mailer stands apart.
  static SmallShop usual(long seed) {
    return new SmallShop(seed)
        .service("web", 60, 0.120)
        .service("cart", 40, 0.015)
        .service("checkout", 30, 0.080)
        .service("payment", 30, 0.030)
        .service("stock", 25, 0.020)
        .service("database", 55, 0.004)
        .service("mailer", 5, 0.200)
        .call("web", "cart")
        .call("web", "checkout")
        .call("checkout", "payment")
        .call("checkout", "stock")
        .call("payment", "database")
        .call("stock", "database");
  }
}
