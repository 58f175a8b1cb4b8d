package io.llmdevops.copilot.testrunner;

/// Runs inside the sandboxed JVM. Running generated tests comes with the test-generation feature;
/// today it only reports the JVM that it would run them on, which the sandbox check uses.
public final class TestRunner {
  private TestRunner() {}

  public static void main(String[] args) {
    System.out.println("{\"java\":" + Runtime.version().feature() + "}");
  }
}
