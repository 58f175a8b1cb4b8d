package io.llmdevops.copilot.incidents.watches;

import io.llmdevops.copilot.incidents.Signal;
import io.llmdevops.copilot.incidents.watches.Convention.Shape;
import io.llmdevops.copilot.sources.Matcher;
import io.llmdevops.copilot.sources.MetricQuery;
import io.llmdevops.copilot.sources.MetricSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Finds the watches that [Conventions] have for what one source holds.
final class Discovery {
  private static final Logger LOG = Logger.getLogger(Discovery.class);

  /// Beside the service, the label of outgoing calls that names whom they go to.
  private static final List<String> CALLEES = Signal.CALLEE_LABELS;

  private static final String OUTGOING = "http_client_";

  private final Scope scope;

  /// @param interval of the watches made
  /// @param window what rates are taken over; several scrape intervals, or they have gaps
  /// @param lookBack a metric without a sample for so long is gone
  record Scope(
      Duration interval,
      Duration window,
      Duration lookBack,
      Set<String> excludedMetrics,
      Filter services) {
    Scope {
      excludedMetrics = Set.copyOf(excludedMetrics);
    }
  }

  /// Regular expressions, anchored, on the name of the service; null where all pass.
  record Filter(@Nullable String include, @Nullable String exclude) {}

  Discovery(Scope scope) {
    this.scope = scope;
  }

  List<WatchDefinition> find(MetricSource source, Instant now) {
    Instant since = now.minus(scope.lookBack());
    Set<String> names = source.metricNames(since, now);
    if (names.isEmpty()) {
      lookForWrongClock(source, now);
      return List.of();
    }
    Map<String, LabelCensus> censuses = new HashMap<>();
    List<WatchDefinition> found = new ArrayList<>();
    for (Convention convention : Conventions.ALL) {
      Shape shape = convention.shape();
      if (names.containsAll(shape.required()) && !excluded(shape)) {
        LabelCensus census =
            censuses.computeIfAbsent(shape.leading(), metric -> census(source, metric, since, now));
        watch(source.name(), convention, census).ifPresent(found::add);
      }
    }
    return found;
  }

  private boolean excluded(Shape shape) {
    return shape.required().stream().anyMatch(scope.excludedMetrics()::contains);
  }

  private static LabelCensus census(
      MetricSource source, String metric, Instant since, Instant now) {
    MetricSource.Series series = source.series(List.of(metric), since, now);
    if (series.truncated()) {
      LOG.infof(
          "%s has more series of %s than its limit; judging labels by the first %d",
          source.name(), metric, series.labels().size());
    }
    return LabelCensus.of(series.labels());
  }

  private Optional<WatchDefinition> watch(
      String source, Convention convention, LabelCensus census) {
    Optional<String> label = census.serviceLabel(convention.family().labels());
    if (label.isEmpty()) {
      return Optional.empty();
    }
    List<String> by = new ArrayList<>(List.of(label.get()));
    if (convention.shape().leading().startsWith(OUTGOING)) {
      CALLEES.stream().filter(census::has).findFirst().ifPresent(by::add);
    }
    List<Matcher> services = serviceMatchers(label.get());
    return query(convention.shape(), census, services, by)
        .map(value ->
            new WatchDefinition(
                convention.title() + " of " + convention.shape().leading(),
                WatchDefinition.Origin.DISCOVERED,
                convention.measure(),
                new WatchDefinition.Queries(
                    source, value, traffic(convention.shape(), services, by), label.get()),
                scope.interval()));
  }

  /// Series without the label are nobody's; and those whose service the operator left out.
  private List<Matcher> serviceMatchers(String label) {
    List<Matcher> matchers = new ArrayList<>();
    Filter filter = scope.services();
    if (filter.include() != null) {
      matchers.add(Matcher.matches(label, filter.include()));
    } else {
      matchers.add(new Matcher(label, Matcher.Operator.NOT_EQUAL, ""));
    }
    if (filter.exclude() != null) {
      matchers.add(new Matcher(label, Matcher.Operator.NOT_MATCHES, filter.exclude()));
    }
    return matchers;
  }

  private Optional<MetricQuery> query(
      Shape shape, LabelCensus census, List<Matcher> services, List<String> by) {
    return switch (shape) {
      case Shape.PerSecond(String counter, List<Matcher> matchers) ->
          Optional.of(rate(counter, join(services, matchers), by));
      case Shape.Failures(String counter, List<Matcher> anyOf) ->
          census
              .applicable(anyOf)
              .map(failed ->
                  new MetricQuery.Ratio(
                      rate(counter, join(services, List.of(failed)), by),
                      rate(counter, services, by)));
      case Shape.Mean(String base) ->
          Optional.of(
              new MetricQuery.Ratio(
                  rate(base + "_sum", services, by), rate(base + "_count", services, by)));
      case Shape.P99(String base) ->
          Optional.of(
              new MetricQuery.Quantile(0.99, base + "_bucket", services, scope.window(), by));
      case Shape.Level(String gauge, List<Matcher> matchers, MetricQuery.Aggregate aggregate) ->
          Optional.of(new MetricQuery.Gauge(gauge, join(services, matchers), aggregate, by));
      case Shape.Share(String part, String whole, List<Matcher> matchers) ->
          Optional.of(
              new MetricQuery.Ratio(
                  sum(part, join(services, matchers), by),
                  sum(whole, join(services, matchers), by)));
    };
  }

  /// Requests a second, for what is a statement about requests.
  private @Nullable MetricQuery traffic(Shape shape, List<Matcher> services, List<String> by) {
    return switch (shape) {
      case Shape.Failures failures -> rate(failures.counter(), services, by);
      case Shape.Mean mean -> rate(mean.base() + "_count", services, by);
      case Shape.P99 p99 -> rate(p99.base() + "_count", services, by);
      case Shape.PerSecond perSecond -> null;
      case Shape.Level level -> null;
      case Shape.Share share -> null;
    };
  }

  private MetricQuery rate(String counter, List<Matcher> matchers, List<String> by) {
    return new MetricQuery.Rate(counter, matchers, scope.window(), by);
  }

  private static MetricQuery sum(String gauge, List<Matcher> matchers, List<String> by) {
    return new MetricQuery.Gauge(gauge, matchers, MetricQuery.Aggregate.SUM, by);
  }

  private static List<Matcher> join(List<Matcher> some, List<Matcher> others) {
    List<Matcher> all = new ArrayList<>(some);
    all.addAll(others);
    return all;
  }

  /// Nothing now, but something within a day: then somebody's clock is wrong, and no cycle would
  /// ever say so.
  private static void lookForWrongClock(MetricSource source, Instant now) {
    Duration day = Duration.ofDays(1);
    if (!source.metricNames(now.minus(day), now.plus(day)).isEmpty()) {
      LOG.warnf(
          "%s has samples of the last or the next day, but none of the last minutes before %s:"
              + " it has stopped collecting, or its clock or ours is wrong",
          source.name(), now);
    }
  }
}
