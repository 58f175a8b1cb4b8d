package io.llmdevops.copilot.sources.prometheus;

import io.llmdevops.copilot.sources.Matcher;
import io.llmdevops.copilot.sources.MetricQuery;
import io.llmdevops.copilot.sources.MetricQuery.Gauge;
import io.llmdevops.copilot.sources.MetricQuery.PromQl;
import io.llmdevops.copilot.sources.MetricQuery.Quantile;
import io.llmdevops.copilot.sources.MetricQuery.Rate;
import io.llmdevops.copilot.sources.MetricQuery.Ratio;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Typed queries in PromQL. Names and values are escaped, so that no label value can change what is
/// asked. The text is also how every source shows a query, whoever answers it.
public final class PromQlText {
  private static final Pattern METRIC_NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");
  private static final Pattern LABEL_NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");

  private PromQlText() {}

  public static String of(MetricQuery query) {
    return switch (query) {
      case Gauge q ->
          aggregate(q.aggregate().name().toLowerCase(Locale.ROOT), q.by())
              + "("
              + selector(q.metric(), q.matchers())
              + ")";
      case Rate q ->
          aggregate("sum", q.by()) + "(" + rate(q.metric(), q.matchers(), q.window()) + ")";
      case Ratio q -> ratio(of(q.numerator()), of(q.denominator()));
      case Quantile q ->
          "histogram_quantile(%s, %s(%s))"
              .formatted(
                  number(q.quantile()),
                  aggregate("sum", Stream.concat(Stream.of("le"), q.by().stream()).toList()),
                  rate(q.bucketMetric(), q.matchers(), q.window()));
      case PromQl q -> q.expression();
    };
  }

  /// A missing numerator counts as 0 wherever there is a denominator; a zero denominator is no
  /// sample.
  private static String ratio(String numerator, String denominator) {
    return "((%s) or (%s) * 0) / ((%s) != 0)".formatted(numerator, denominator, denominator);
  }

  private static String rate(String metric, List<Matcher> matchers, Duration window) {
    return "rate(" + selector(metric, matchers) + "[" + duration(window) + "])";
  }

  private static String aggregate(String function, List<String> by) {
    return by.isEmpty()
        ? function
        : by.stream()
            .map(PromQlText::label)
            .collect(Collectors.joining(", ", function + " by (", ") "));
  }

  static String selector(String metric, List<Matcher> matchers) {
    if (METRIC_NAME.matcher(metric).matches()) {
      return matchers.isEmpty() ? metric : metric + braces(matchers.stream());
    }
    return braces(Stream.concat(Stream.of(Matcher.equal("__name__", metric)), matchers.stream()));
  }

  private static String braces(Stream<Matcher> matchers) {
    return matchers
        .map(m -> label(m.label()) + m.operator().symbol() + quote(m.value()))
        .collect(Collectors.joining(", ", "{", "}"));
  }

  /// Prometheus 3 takes other label names when they are quoted; older ones refuse them by name.
  private static String label(String name) {
    return LABEL_NAME.matcher(name).matches() ? name : quote(name);
  }

  static String quote(String value) {
    return "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
  }

  static String duration(Duration window) {
    return window.toMillis() % 1000 == 0 ? window.toSeconds() + "s" : window.toMillis() + "ms";
  }

  private static String number(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }
}
