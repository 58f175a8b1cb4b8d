package io.llmdevops.copilot.platform.database;

import io.llmdevops.copilot.platform.errors.CopilotException.Conflict;
import io.llmdevops.copilot.platform.errors.CopilotException.Unavailable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Makes sure that one living process uses a data folder. The operating system gives the lock back
/// when the process ends, however it ends.
final class DataFolderLock implements AutoCloseable {
  private final FileChannel channel;

  private DataFolderLock(FileChannel channel) {
    this.channel = channel;
  }

  /// @throws Conflict naming the process that holds it
  static DataFolderLock take(Path folder) {
    Path file = folder.resolve("server.lock");
    try {
      FileChannel channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      if (lock(channel) == null) {
        String holder = content(channel);
        channel.close();
        throw new Conflict(
            "the data folder "
                + folder
                + " is in use by another server"
                + (holder.isEmpty() ? "" : " (process " + holder + ")")
                + ". Stop that one, or give this one a folder of its own with COPILOT_DATA_DIR.");
      }
      channel.truncate(0);
      channel.write(
          ByteBuffer.wrap(
              Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)),
          0);
      return new DataFolderLock(channel);
    } catch (IOException e) {
      throw new Unavailable("cannot lock the data folder " + folder + ": " + e, Duration.ZERO, e);
    }
  }

  private static @Nullable FileLock lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // held by this very process
    }
  }

  private static String content(FileChannel channel) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(32);
    int length = channel.read(buffer, 0);
    return length <= 0 ? "" : new String(buffer.array(), 0, length, StandardCharsets.US_ASCII);
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new Unavailable("cannot release the lock of the data folder", Duration.ZERO, e);
    }
  }
}
