package io.llmdevops.copilot.platform.identifiers;

import java.time.InstantSource;
import java.util.UUID;
import java.util.random.RandomGenerator;

/// Creates UUIDs of version 7 (RFC 9562, section 5.7): 48 bits of milliseconds, then 74 random
/// bits, so that rows inserted together lie together in an index. Time and randomness are injected;
/// with a seeded generator the ids of a test are the same in every run.
public final class IdSource {
  private final InstantSource time;
  private final RandomGenerator random;

  public IdSource(InstantSource time, RandomGenerator random) {
    this.time = time;
    this.random = random;
  }

  public UUID next() {
    long millis = time.millis() & 0xFFFF_FFFF_FFFFL;
    long high = (millis << 16) | 0x7000L | (random.nextLong() & 0x0FFFL);
    long low = 0x8000_0000_0000_0000L | (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL);
    return new UUID(high, low);
  }
}
