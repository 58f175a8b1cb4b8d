package io.llmdevops.copilot.shop;

/// The size of a simulated heap, all in bytes.
///
/// @param max the limit (`-Xmx` of a real JVM)
/// @param live what the service needs at all times
/// @param perRequest what one request allocates and soon drops
record HeapSize(long max, long live, long perRequest) {

  private static final long MEBIBYTE = 1024 * 1024;

  HeapSize {
    if (perRequest <= 0 || live <= perRequest || max < 2 * live) {
      throw new IllegalArgumentException(
          "a heap of %d bytes with %d live and %d a request".formatted(max, live, perRequest));
    }
  }

  static HeapSize ofMebibytes(long max, long live, long perRequest) {
    return new HeapSize(max * MEBIBYTE, live * MEBIBYTE, perRequest * MEBIBYTE);
  }
}
