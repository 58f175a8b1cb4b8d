package io.llmdevops.copilot.llm.http;

import java.io.IOException;
import java.io.InputStream;

/// A JSON document a line; the last one may lack its line's end.
final class LineFrames extends FrameSource {
  private String data = "";
  private boolean ended;

  LineFrames(InputStream in) {
    super(in);
  }

  @Override
  boolean advance() throws IOException {
    while (!ended) {
      String line = line();
      if (line == null) {
        ended = true;
        line = rest();
      }
      if (!line.isBlank()) {
        data = line;
        return true;
      }
    }
    return false;
  }

  @Override
  String event() {
    return "";
  }

  @Override
  String data() {
    return data;
  }
}
