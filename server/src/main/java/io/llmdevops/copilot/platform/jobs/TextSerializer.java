package io.llmdevops.copilot.platform.jobs;

import com.github.kagkarlsson.scheduler.serializer.Serializer;
import java.nio.charset.StandardCharsets;

/// Job data is text of the job's own making. Java serialization, the library's default, would tie
/// rows to classes and run what a row says.
final class TextSerializer implements Serializer {
  @Override
  public byte[] serialize(Object data) {
    return data.toString().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public <T> T deserialize(Class<T> type, byte[] bytes) {
    return type.cast(bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8));
  }
}
