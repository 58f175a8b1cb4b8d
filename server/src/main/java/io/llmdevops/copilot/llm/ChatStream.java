package io.llmdevops.copilot.llm;

/// One answer while it is made. Read by one thread, preferably a virtual one; cancelled from any.
///
/// The events are: at most one [ChatEvent.Began], then text, reasoning and tool calls in the order
/// of the model, and exactly one [ChatEvent.End], the last. A reader that is slow holds the
/// provider up (a bounded number of events wait), it never fills the memory.
public interface ChatStream extends AutoCloseable {
  /// Waits for the next event. It always comes: each model has limits of time, see [ChatFailure].
  /// After the end there is none; asking for it is a defect of the caller.
  ChatEvent next();

  /// The next event that is read is the end, with [ChatFailure.Kind#CANCELLED], unless the end was
  /// read already. What the provider still sends is thrown away and its connection closed.
  void cancel();

  /// The same as [#cancel()]; nothing when the end was read.
  @Override
  default void close() {
    cancel();
  }
}
