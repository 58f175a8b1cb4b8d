package io.llmdevops.copilot.llm.stream;

import io.llmdevops.copilot.llm.ChatEvent;

/// Where a reader puts what it reads.
public interface Sink {
  /// Waits while the stream's reader is behind. Nothing is taken after an end.
  ///
  /// @throws InterruptedException nobody reads any more: stop
  void emit(ChatEvent event) throws InterruptedException;

  /// Something came, if only a sign of life.
  void touch();

  /// What breaks a read that hangs. Runs when the stream is cancelled or out of time, at once if it
  /// is already; from another thread.
  void onStop(Runnable abort);
}
