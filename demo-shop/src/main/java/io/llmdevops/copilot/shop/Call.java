package io.llmdevops.copilot.shop;

import java.time.Duration;

/// One call that a service makes to another while it serves a request.
///
/// @param service who is called
/// @param uri path as the metrics show it; `{id}` stands for a number that is drawn for each call
/// @param timeout how long one attempt may take
/// @param retries further attempts after a failed one
/// @param required whether the caller fails when this fails; otherwise it answers with less
/// @param share the part of the requests that make this call, 0 to 1
record Call(
    String service,
    String method,
    String uri,
    Duration timeout,
    int retries,
    boolean required,
    double share) {

  /// How a call ended, after its retries.
  enum Outcome {
    ANSWERED,
    FAILED,
    NO_ANSWER
  }

  Call {
    if (retries < 0 || retries > 3) {
      throw new IllegalArgumentException("0 to 3 retries, not " + retries);
    }
    if (!(share > 0) || share > 1) {
      throw new IllegalArgumentException("a share is in (0, 1], not " + share);
    }
  }

  /// Reading twice is harmless, so a failed read is tried once more.
  static Call get(String service, String uri, Duration timeout) {
    return new Call(service, "GET", uri, timeout, 1, true, 1);
  }

  /// Paying or reserving twice is not harmless: no retry.
  static Call post(String service, String uri, Duration timeout) {
    return new Call(service, "POST", uri, timeout, 0, true, 1);
  }

  Call retried(int times) {
    return new Call(service, method, uri, timeout, times, required, share);
  }

  Call optional() {
    return new Call(service, method, uri, timeout, retries, false, share);
  }

  Call forShareOf(double part) {
    return new Call(service, method, uri, timeout, retries, required, part);
  }
}
