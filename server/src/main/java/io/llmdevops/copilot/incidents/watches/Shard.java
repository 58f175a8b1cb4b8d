package io.llmdevops.copilot.incidents.watches;

/// Some hundred memories of one watch, compressed, as one row holds them. The array is given away
/// by who makes a shard.
@SuppressWarnings("ArrayRecordComponent")
record Shard(int number, byte[] state, int series) {}
