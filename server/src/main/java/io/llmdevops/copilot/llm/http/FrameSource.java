package io.llmdevops.copilot.llm.http;

import io.llmdevops.copilot.llm.ChatFailure.Kind;
import io.llmdevops.copilot.llm.stream.ChatFailed;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Cuts a body into events.
abstract class FrameSource {
  private static final int MAX_LINE = 16 << 20;

  private final InputStream in;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream(512);
  private boolean afterReturn;

  FrameSource(InputStream in) {
    this.in = new BufferedInputStream(in);
  }

  /// Whether there is another event; then it can be asked for.
  abstract boolean advance() throws IOException;

  abstract String event();

  abstract String data();

  /// The next line without its end (LF, CR LF or CR); null at the end of the body. What comes after
  /// the last line's end is no line: it was cut off.
  final @Nullable String line() throws IOException {
    line.reset();
    while (true) {
      int c = in.read();
      if (c < 0) {
        return null;
      }
      boolean second = afterReturn && c == '\n';
      afterReturn = c == '\r';
      if (second) {
        continue;
      }
      if (c == '\n' || c == '\r') {
        return text();
      }
      if (line.size() >= MAX_LINE) {
        throw new ChatFailed(
            Kind.INVALID_ANSWER, "a line is longer than " + (MAX_LINE >> 20) + " MB");
      }
      line.write(c);
    }
  }

  /// What a body ended with, after its last line.
  final String rest() {
    return text();
  }

  private String text() {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(line.toByteArray()))
          .toString();
    } catch (CharacterCodingException e) {
      throw new ChatFailed(Kind.INVALID_ANSWER, "what came is not UTF-8");
    }
  }
}
