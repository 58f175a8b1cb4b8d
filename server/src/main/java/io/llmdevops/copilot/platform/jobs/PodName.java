package io.llmdevops.copilot.platform.jobs;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;

/// The name of this process in rows and logs: host and process id, so that two servers on one host
/// differ as two pods do.
public final class PodName {
  private PodName() {}

  public static String current() {
    return host(System.getenv()) + "-" + ProcessHandle.current().pid();
  }

  /// Kubernetes sets HOSTNAME to the name of the pod; asking the resolver may be slow there.
  private static String host(Map<String, String> environment) {
    String name = environment.get("HOSTNAME");
    if (name != null && !name.isBlank()) {
      return name;
    }
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }
}
