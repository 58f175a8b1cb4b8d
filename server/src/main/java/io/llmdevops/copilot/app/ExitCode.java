package io.llmdevops.copilot.app;

/// How the process ends. After SIGTERM and SIGINT the number is the JVM's own, 143 and 130.
enum ExitCode {
  DONE(0),
  /// A defect of ours, or something that we did not foresee.
  INTERNAL(1),
  /// Wrong arguments or configuration.
  USAGE(2),
  /// Something needed is not there: the port, the database, the data folder.
  UNAVAILABLE(3),
  /// The configuration would expose the server without protection.
  REFUSED(4),
  /// By SIGTERM, and cut off: the JVM's own number.
  TERMINATED(143);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }
}
