package io.llmdevops.copilot.llm.masking;

import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Every value of a Kubernetes Secret, whatever its name, in YAML and in JSON.
final class KubernetesSecrets implements Detector {
  private static final Pattern KIND =
      Pattern.compile("[\"']?kind[\"']?\\s*:\\s*[\"']?(?:Secret|SecretList)\\b");

  private static final Pattern JSON_DATA =
      Pattern.compile("\"(?:data|stringData)\"\\s*:\\s*\\{(?<body>[^{}]*)}");

  private static final Pattern JSON_VALUE =
      Pattern.compile("\"[^\"]*\"\\s*:\\s*\"(?<value>(?:[^\"\\\\]|\\\\.)+)\"");

  /// A mapping in block style: what is indented more than its key.
  private static final Pattern YAML_DATA =
      Pattern.compile(
          "(?m)^(?<indent>[ ]*)(?:data|stringData):[ ]*\\R"
              + "(?<body>(?:\\k<indent>[ ]+[^\\r\\n]*(?:\\R|\\z)|[ ]*\\R)+)");

  private static final Pattern YAML_VALUE =
      Pattern.compile(
          "(?m)^[ ]+[\\w.-]+:[ ]*(?![|>])[\"']?(?<value>[^\\s\"'][^\\r\\n\"']*)|^[ ]+(?<line>[^\\s:]+)[ ]*$");

  @Override
  public void find(String text, Consumer<Finding> found) {
    if (!text.contains("Secret") || !KIND.matcher(text).find()) {
      return;
    }
    values(text, JSON_DATA, JSON_VALUE, found);
    values(text, YAML_DATA, YAML_VALUE, found);
  }

  private static void values(String text, Pattern mapping, Pattern entry, Consumer<Finding> found) {
    Matcher data = mapping.matcher(text);
    while (data.find()) {
      Matcher value = entry.matcher(text).region(data.start("body"), data.end("body"));
      while (value.find()) {
        Detector.tell(value, "value", Kind.SECRET, found);
        if (entry == YAML_VALUE) {
          Detector.tell(value, "line", Kind.SECRET, found);
        }
      }
    }
  }
}
