package io.llmdevops.copilot.incidents.intake;

/// What one delivery may hold. More bytes or alerts are refused; more or longer labels and
/// annotations are cut, counted and noted, because a refusal would lose the whole group: senders do
/// not repeat what was answered with 4xx.
public record IntakeLimits(
    int bytes, int alerts, int labels, int nameLength, int valueLength, int annotationLength) {

  public static final IntakeLimits DEFAULT =
      new IntakeLimits(4 * 1024 * 1024, 10_000, 64, 256, 1_024, 4_096);

  public IntakeLimits {
    if (bytes < 1_024 || alerts < 1 || labels < 8 || nameLength < 32 || valueLength < 64) {
      throw new IllegalArgumentException("intake limits are too small to take any alert");
    }
  }
}
