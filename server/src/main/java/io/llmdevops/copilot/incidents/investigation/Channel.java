package io.llmdevops.copilot.incidents.investigation;

import io.llmdevops.copilot.incidents.SignalKind;

/// What a series tells about a service. Time and failures travel from callee to caller and can be
/// counted: a slow callee adds as many seconds to its callers as it loses itself.
enum Channel {
  TIME,
  FAILURES,
  LOAD,
  RESOURCE;

  static Channel of(SignalKind kind) {
    return switch (kind) {
      case LATENCY_MEAN, LATENCY_P99 -> TIME;
      case ERROR_RATIO, AVAILABILITY -> FAILURES;
      case REQUEST_RATE -> LOAD;
      case CPU, MEMORY, GC_PAUSE, POOL_USE, QUEUE_LENGTH, RESTARTS, DISK_USE, NETWORK, CUSTOM ->
          RESOURCE;
    };
  }
}
