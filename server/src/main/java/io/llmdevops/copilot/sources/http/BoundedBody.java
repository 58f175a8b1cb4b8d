package io.llmdevops.copilot.sources.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/// A decompressed body that ends with an error beyond its limit, which is what stops a gzip bomb,
/// and that remembers how it began, for the message when it turns out to be something else.
public final class BoundedBody extends FilterInputStream {
  private static final int HEAD = 160;

  private final long limit;
  private final byte[] head = new byte[HEAD];
  private long read;

  BoundedBody(InputStream in, long limit) {
    super(in);
    this.limit = limit;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    int n = super.read(into, offset, length);
    if (n > 0) {
      if (read < HEAD) {
        System.arraycopy(into, offset, head, (int) read, (int) Math.min(n, HEAD - read));
      }
      read += n;
      if (read > limit) {
        throw new BodyTooLarge(limit);
      }
    }
    return n;
  }

  @Override
  public long skip(long n) throws IOException {
    long skipped = 0;
    while (skipped < n && read() >= 0) {
      skipped++;
    }
    return skipped;
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  public long bytesRead() {
    return read;
  }

  /// The first bytes on one line, without control characters; empty when nothing was read.
  public String beginning() {
    String text = new String(head, 0, (int) Math.min(read, HEAD), StandardCharsets.UTF_8);
    return text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
  }

  /// The body went on beyond the byte limit.
  public static final class BodyTooLarge extends IOException {
    private static final long serialVersionUID = 1L;

    BodyTooLarge(long limit) {
      super("body larger than the limit of " + limit + " bytes");
    }
  }
}
