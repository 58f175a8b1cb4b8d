package io.llmdevops.copilot.shop;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// Something that is broken in one service. What follows in its callers follows from their real
/// calls.
record Fault(Kind kind, String service) {

  /// The four ways to break a service, each with the service that it breaks unless told otherwise.
  enum Kind {
    /// Its own work takes 15 times as long.
    LATENCY("payment"),
    /// It answers about a third of its requests with status 500.
    ERRORS("inventory"),
    /// It leaks memory until it dies of it, restarts, and leaks again.
    MEMORY("catalog"),
    /// It stops answering: most connections hang, the others are closed at once.
    DEPENDENCY("bank-gateway");

    private final String usualService;

    Kind(String usualService) {
      this.usualService = usualService;
    }

    String usualService() {
      return usualService;
    }

    String text() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Kind parse(String text) {
      return Arrays.stream(values())
          .filter(kind -> kind.text().equals(text))
          .findFirst()
          .orElseThrow(() ->
              new IllegalArgumentException(
                  "no fault is called '%s'; there are %s"
                      .formatted(
                          text,
                          Arrays.stream(values())
                              .map(Kind::text)
                              .collect(Collectors.joining(", ")))));
    }
  }

  static Fault usual(Kind kind) {
    return new Fault(kind, kind.usualService());
  }

  @Override
  public String toString() {
    return kind.text() + ' ' + service;
  }
}
