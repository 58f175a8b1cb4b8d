package io.llmdevops.copilot.cli.demo;

import io.llmdevops.copilot.platform.errors.CopilotException.Unavailable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;

/// Ports of this machine's loopback.
final class Ports {
  private static final int USUAL = 3000;

  private Ports() {}

  /// 3000 when nobody has it, so that the address is the one that the documentation names.
  static int usualOrFree() {
    return isFree(USUAL) ? USUAL : free();
  }

  static boolean isFree(int port) {
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException taken) {
      return false;
    }
  }

  static int free() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new Unavailable("no free port: " + e.getMessage(), Duration.ZERO, e);
    }
  }
}
