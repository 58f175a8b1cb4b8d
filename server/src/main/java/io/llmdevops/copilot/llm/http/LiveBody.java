package io.llmdevops.copilot.llm.http;

import io.llmdevops.copilot.llm.ChatFailure.Kind;
import io.llmdevops.copilot.llm.stream.ChatFailed;
import io.llmdevops.copilot.llm.stream.Sink;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// Tells of each arrival, and ends what never ends.
final class LiveBody extends FilterInputStream {
  private static final long MAX_BYTES = 64L << 20;

  private final Sink sink;
  private long read;

  LiveBody(InputStream in, Sink sink) {
    super(in);
    this.sink = sink;
  }

  @Override
  public int read() throws IOException {
    int one = super.read();
    if (one >= 0) {
      count(1);
    }
    return one;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    int n = super.read(into, offset, length);
    if (n > 0) {
      count(n);
    }
    return n;
  }

  private void count(int n) {
    sink.touch();
    read += n;
    if (read > MAX_BYTES) {
      throw new ChatFailed(
          Kind.INVALID_ANSWER, "the answer is longer than " + (MAX_BYTES >> 20) + " MB");
    }
  }
}
