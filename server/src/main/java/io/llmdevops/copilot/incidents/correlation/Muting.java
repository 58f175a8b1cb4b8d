package io.llmdevops.copilot.incidents.correlation;

import io.llmdevops.copilot.incidents.MaintenanceWindow;
import io.llmdevops.copilot.sources.Labels;
import io.llmdevops.copilot.sources.Matcher;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Which observations a silence or a maintenance window covers at a moment.
final class Muting {
  private final List<MaintenanceWindow> active;
  private final Map<String, Pattern> patterns = new HashMap<>();

  Muting(List<MaintenanceWindow> windows, Instant now) {
    this.active = windows.stream().filter(w -> w.activeAt(now)).toList();
  }

  /// The windows that are active, by their identity: when it changes, what is open is looked at
  /// again.
  List<MaintenanceWindow> active() {
    return active;
  }

  Optional<MaintenanceWindow> windowOver(Observation observation) {
    return windowOver(observation.service(), observation.labels());
  }

  Optional<MaintenanceWindow> windowOver(String service, Labels labels) {
    return active.stream()
        .filter(window -> window.matchers().stream().allMatch(m -> fits(m, service, labels)))
        .findFirst();
  }

  private boolean fits(Matcher matcher, String service, Labels labels) {
    String value =
        matcher.label().equals("service") ? service : labels.get(matcher.label()).orElse("");
    return switch (matcher.operator()) {
      case EQUAL -> value.equals(matcher.value());
      case NOT_EQUAL -> !value.equals(matcher.value());
      case MATCHES -> matches(matcher.value(), value);
      case NOT_MATCHES -> !matches(matcher.value(), value);
    };
  }

  private boolean matches(String expression, String value) {
    return patterns
        .computeIfAbsent(expression, text -> Pattern.compile(text, Pattern.DOTALL))
        .matcher(value)
        .matches();
  }
}
