package io.llmdevops.copilot.incidents;

/// How much an incident hurts, worst first, with the three names that the alert routes use.
public enum Severity {
  CRITICAL,
  WARNING,
  INFO
}
