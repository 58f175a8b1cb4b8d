package io.llmdevops.copilot.incidents.investigation;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.llmdevops.copilot.incidents.Evidence;
import io.llmdevops.copilot.incidents.Signal;
import io.llmdevops.copilot.incidents.SignalKind;
import io.llmdevops.copilot.incidents.watches.WatchedQuery;
import io.llmdevops.copilot.platform.identifiers.IdSource;
import io.llmdevops.copilot.sources.Labels;
import io.llmdevops.copilot.sources.Matcher;
import io.llmdevops.copilot.sources.MetricQuery;
import io.llmdevops.copilot.sources.MetricSource;
import io.llmdevops.copilot.sources.TimeSeries;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Turns what was observed into evidence, each series once. Its query is narrowed to the one
/// service that is shown, so that who asks it again gets what is stored here.
final class EvidenceFile {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final UUID incident;
  private final Map<String, Observed> observed = new LinkedHashMap<>();
  private final Map<String, MetricSource> sources;
  private final IdSource ids;
  private final Instant now;
  private final Map<String, Evidence> filed = new LinkedHashMap<>();

  EvidenceFile(
      UUID incident,
      List<Observed> observed,
      Map<String, MetricSource> sources,
      IdSource ids,
      Instant now) {
    this.incident = incident;
    observed.forEach(one -> this.observed.put(one.ref(), one));
    this.sources = sources;
    this.ids = ids;
    this.now = now;
  }

  /// The evidence of a series; empty if it was not observed.
  Optional<UUID> file(String ref) {
    Observed one = observed.get(ref);
    if (one == null) {
      return Optional.empty();
    }
    return Optional.of(filed.computeIfAbsent(ref, r -> evidence(one)).id());
  }

  List<Evidence> all() {
    return List.copyOf(filed.values());
  }

  private Evidence evidence(Observed one) {
    WatchedQuery asked = one.query();
    MetricQuery narrowed = narrow(asked.query(), one);
    MetricSource source = sources.get(asked.source());
    String text = source == null ? narrowed.toString() : source.text(narrowed);
    String answer = answer(one.samples());
    return new Evidence(
        ids.next(),
        incident,
        "metric",
        title(one),
        new Evidence.Query(asked.source(), text, one.range(), asked.unit()),
        new Evidence.Answer(answer, sha256(answer), now));
  }

  /// "payment p99 latency", with what else tells the series apart.
  static String title(Observed one) {
    String label = one.query().serviceLabel();
    Labels all = one.samples().labels();
    List<String> said = new ArrayList<>(Signal.CALLEE_LABELS);
    if (label != null) {
      said.add(label);
    }
    Labels rest = all.without(said);
    SignalKind kind = one.query().kind();
    String what =
        Signal.place(one.service(), all)
            + " "
            + (kind == SignalKind.CUSTOM ? one.query().name() : kind.title());
    return rest.values().isEmpty() ? what : what + " " + rest;
  }

  /// An expression of the operator's own stays as it is: we do not rewrite PromQL.
  private static MetricQuery narrow(MetricQuery query, Observed one) {
    return switch (query) {
      case MetricQuery.Gauge gauge ->
          new MetricQuery.Gauge(
              gauge.metric(),
              with(gauge.matchers(), gauge.by(), one),
              gauge.aggregate(),
              gauge.by());
      case MetricQuery.Rate rate ->
          new MetricQuery.Rate(
              rate.metric(), with(rate.matchers(), rate.by(), one), rate.window(), rate.by());
      case MetricQuery.Ratio ratio ->
          new MetricQuery.Ratio(narrow(ratio.numerator(), one), narrow(ratio.denominator(), one));
      case MetricQuery.Quantile quantile ->
          new MetricQuery.Quantile(
              quantile.quantile(),
              quantile.bucketMetric(),
              with(quantile.matchers(), quantile.by(), one),
              quantile.window(),
              quantile.by());
      case MetricQuery.PromQl promQl -> promQl;
    };
  }

  private static List<Matcher> with(List<Matcher> matchers, List<String> by, Observed one) {
    List<Matcher> narrowed = new ArrayList<>(matchers);
    for (String label : by) {
      one.samples().labels().get(label).ifPresent(v -> narrowed.add(Matcher.equal(label, v)));
    }
    return narrowed;
  }

  private static String answer(TimeSeries samples) {
    ObjectNode root = JSON.createObjectNode();
    ObjectNode series = root.putArray("series").addObject();
    ObjectNode labels = series.putObject("labels");
    samples.labels().values().forEach(labels::put);
    ArrayNode times = series.putArray("timestamps");
    ArrayNode values = series.putArray("values");
    for (int i = 0; i < samples.size(); i++) {
      times.add(samples.timestamps()[i]);
      double value = samples.values()[i];
      if (Double.isFinite(value)) {
        values.add(value);
      } else {
        values.addNull();
      }
    }
    return root.toString();
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
