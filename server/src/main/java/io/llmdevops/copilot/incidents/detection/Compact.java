package io.llmdevops.copilot.incidents.detection;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/// Counts in one byte where they are small: base-128 digits, lowest first, the high bit says that
/// another one follows.
final class Compact {

  private Compact() {}

  static void writeCount(DataOutput out, int count) throws IOException {
    int rest = count;
    while (rest >= 0x80) {
      out.writeByte((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    out.writeByte(rest);
  }

  static int readCount(DataInput in) throws IOException {
    int count = 0;
    for (int shift = 0; shift < 28; shift += 7) {
      int digit = in.readUnsignedByte();
      count |= (digit & 0x7f) << shift;
      if (digit < 0x80) {
        return count;
      }
    }
    throw new StateFormatException("a count does not end");
  }
}
