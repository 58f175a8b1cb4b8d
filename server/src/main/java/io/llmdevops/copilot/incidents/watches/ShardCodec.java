package io.llmdevops.copilot.incidents.watches;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/// The bytes of a shard: zlib (whose checksum finds damage) around a version, a count, and for each
/// series its key, the time of its last point and its memory.
final class ShardCodec {
  private static final int VERSION = 1;
  private static final int MOST_SERIES = 1_000_000;

  private final SeriesMemory.Origin origin;

  ShardCodec(SeriesMemory.Origin origin) {
    this.origin = origin;
  }

  Shard write(int number, List<Map.Entry<String, TrackedSeries>> series) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(series.size() * 512);
    Deflater fast = new Deflater(Deflater.BEST_SPEED);
    try (DataOutputStream out = new DataOutputStream(new DeflaterOutputStream(bytes, fast, 8192))) {
      out.writeInt(VERSION);
      out.writeInt(series.size());
      for (Map.Entry<String, TrackedSeries> entry : series) {
        out.writeUTF(entry.getKey());
        out.writeLong(entry.getValue().lastPoint());
        out.writeBoolean(entry.getValue().finding());
        entry.getValue().memory().writeTo(out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("writing detector state into memory", e);
    } finally {
      fast.end();
    }
    return new Shard(number, bytes.toByteArray(), series.size());
  }

  /// Throws for bytes that are damaged or of another version.
  Map<String, TrackedSeries> read(Shard shard) throws IOException {
    Map<String, TrackedSeries> series = new LinkedHashMap<>();
    try (DataInputStream in =
        new DataInputStream(new InflaterInputStream(new ByteArrayInputStream(shard.state())))) {
      int version = in.readInt();
      if (version != VERSION) {
        throw new IOException("detector state of version " + version + ", expected " + VERSION);
      }
      int count = in.readInt();
      if (count < 0 || count > MOST_SERIES) {
        throw new IOException("a shard of " + count + " series");
      }
      for (int i = 0; i < count; i++) {
        String key = in.readUTF();
        long lastPoint = in.readLong();
        boolean finding = in.readBoolean();
        series.put(key, new TrackedSeries(origin.read(in), lastPoint, finding));
      }
      // The checksum stands at the end: reading up to it verifies the rest.
      if (in.read() != -1) {
        throw new IOException("bytes after the last series");
      }
    }
    return series;
  }
}
