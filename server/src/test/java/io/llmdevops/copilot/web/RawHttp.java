package io.llmdevops.copilot.web;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/// Sends bytes that a well-behaved client would not.
final class RawHttp {
  private RawHttp() {}

  /// The beginning of the answer, up to 64 KB.
  static String exchange(String address, String request) throws IOException {
    URI uri = URI.create(address);
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), uri.getPort())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      byte[] buffer = new byte[65_536];
      int length = socket.getInputStream().read(buffer);
      return new String(buffer, 0, Math.max(0, length), StandardCharsets.ISO_8859_1);
    }
  }
}
