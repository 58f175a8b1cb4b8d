package io.llmdevops.copilot.sources;

/// One label condition of a selector, with the operators of PromQL. Regular expressions are
/// anchored at both ends, as there.
public record Matcher(String label, Operator operator, String value) {
  public enum Operator {
    EQUAL("="),
    NOT_EQUAL("!="),
    MATCHES("=~"),
    NOT_MATCHES("!~");

    private final String symbol;

    Operator(String symbol) {
      this.symbol = symbol;
    }

    public String symbol() {
      return symbol;
    }
  }

  public static Matcher equal(String label, String value) {
    return new Matcher(label, Operator.EQUAL, value);
  }

  public static Matcher matches(String label, String expression) {
    return new Matcher(label, Operator.MATCHES, expression);
  }
}
