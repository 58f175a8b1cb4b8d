package io.llmdevops.copilot.llm.http;

import java.io.IOException;
import java.io.InputStream;

/// Server-sent events, as in the WHATWG HTML standard, section 9.2.6: comments are signs of life,
/// an event that is not ended by an empty line does not count.
final class EventFrames extends FrameSource {
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private String event = "";
  private String data = "";
  private boolean first = true;

  EventFrames(InputStream in) {
    super(in);
  }

  @Override
  boolean advance() throws IOException {
    String name = "";
    StringBuilder content = new StringBuilder();
    boolean any = false;
    for (String line = line(); line != null; line = line()) {
      if (first && line.startsWith(BYTE_ORDER_MARK)) {
        line = line.substring(1);
      }
      first = false;
      if (line.isEmpty()) {
        if (any) {
          event = name;
          data = content.toString();
          return true;
        }
        name = "";
        continue;
      }
      int colon = line.indexOf(':');
      String field = colon < 0 ? line : line.substring(0, colon);
      String value = colon < 0 ? "" : line.substring(colon + 1);
      value = value.startsWith(" ") ? value.substring(1) : value;
      if (field.equals("event")) {
        name = value;
      } else if (field.equals("data")) {
        content.append(any ? "\n" : "").append(value);
        any = true;
      }
    }
    return false;
  }

  @Override
  String event() {
    return event;
  }

  @Override
  String data() {
    return data;
  }
}
