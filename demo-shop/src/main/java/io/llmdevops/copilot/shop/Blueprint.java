package io.llmdevops.copilot.shop;

import java.util.List;

/// What a service is made of, before it runs.
///
/// @param poolSize connections to its database; 0 for a service without one
/// @param heap the heap that its process pretends to have
/// @param cpuMillis processor time that one request costs it, in milliseconds (as reported; it is
///   not burnt)
record Blueprint(
    String name, List<Endpoint> endpoints, int poolSize, HeapSize heap, double cpuMillis) {

  Blueprint {
    endpoints = List.copyOf(endpoints);
  }
}
