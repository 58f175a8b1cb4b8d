package io.llmdevops.copilot.incidents.detection;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.zip.CRC32;

/// The envelope of stored state: one version byte, the length and the CRC-32 of what follows, then
/// the payload. A damaged state is refused as a whole instead of giving a detector that is subtly
/// wrong.
final class DetectorState {

  private static final int VERSION = 1;
  private static final int LARGEST = 1 << 16;

  private DetectorState() {}

  interface Writer {
    void writeTo(DataOutput out) throws IOException;
  }

  interface Reader<T> {
    T readFrom(DataInput in) throws IOException;
  }

  static void write(DataOutput out, Writer writer) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(4096);
    writer.writeTo(new DataOutputStream(bytes));
    byte[] payload = bytes.toByteArray();
    out.writeByte(VERSION);
    out.writeInt(payload.length);
    out.writeInt(checksum(payload));
    out.write(payload);
  }

  static <T> T read(DataInput in, Reader<T> reader) throws IOException {
    try {
      int version = in.readUnsignedByte();
      if (version != VERSION) {
        throw new StateFormatException(
            "state of version %d; this release reads version %d".formatted(version, VERSION));
      }
      int length = in.readInt();
      if (length < 0 || length > LARGEST) {
        throw new StateFormatException("a state of %d bytes cannot be".formatted(length));
      }
      int expected = in.readInt();
      byte[] payload = new byte[length];
      in.readFully(payload);
      if (checksum(payload) != expected) {
        throw new StateFormatException("the state is damaged: its checksum does not fit");
      }
      return whole(payload, reader);
    } catch (EOFException e) {
      throw new StateFormatException("the state is cut short", e);
    }
  }

  private static <T> T whole(byte[] payload, Reader<T> reader) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(payload));
    T value = reader.readFrom(in);
    if (in.available() > 0) {
      throw new StateFormatException(
          "%d bytes of the state are left over".formatted(in.available()));
    }
    return value;
  }

  private static int checksum(byte[] payload) {
    CRC32 crc = new CRC32();
    crc.update(payload);
    return (int) crc.getValue();
  }
}
