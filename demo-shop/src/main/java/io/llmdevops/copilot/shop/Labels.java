package io.llmdevops.copilot.shop;

/// The labels of one series, kept as the text that the exposition shows
/// (`method="GET",status="200"`). Two sets are equal when that text is equal, so give the labels of
/// a metric in one order.
record Labels(String text) {

  static final Labels NONE = new Labels("");

  /// @param namesAndValues a name, its value, the next name, its value
  static Labels of(String... namesAndValues) {
    if (namesAndValues.length % 2 != 0) {
      throw new IllegalArgumentException("a label without a value: " + namesAndValues.length);
    }
    var labels = NONE;
    for (int i = 0; i < namesAndValues.length; i += 2) {
      labels = labels.with(namesAndValues[i], namesAndValues[i + 1]);
    }
    return labels;
  }

  Labels with(String name, String value) {
    var label = name + "=\"" + escaped(value) + '"';
    return new Labels(text.isEmpty() ? label : text + ',' + label);
  }

  /// The labels as they stand behind a metric's name: in braces, or nothing at all.
  String inBraces() {
    return text.isEmpty() ? "" : '{' + text + '}';
  }

  private static String escaped(String value) {
    return value.replace("\\", "\\\\").replace("\n", "\\n").replace("\"", "\\\"");
  }
}
