package io.llmdevops.copilot.testkit.models;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// One answer, written as its server likes: in chunks (RFC 9112, section 7.1).
public final class Reply {
  private final Socket connection;
  private final CountDownLatch serverClosed;
  private final OutputStream out;
  private boolean chunked;
  private boolean ended;

  Reply(Socket connection, CountDownLatch serverClosed) throws IOException {
    this.connection = connection;
    this.serverClosed = serverClosed;
    this.out = connection.getOutputStream();
  }

  /// A whole answer.
  public void whole(int status, Map<String, String> headers, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    head(status, headers, "Content-Length: " + bytes.length);
    out.write(bytes);
    out.flush();
    ended = true;
  }

  /// Begins an answer in pieces.
  public void stream(String contentType) throws IOException {
    head(200, Map.of("Content-Type", contentType), "Transfer-Encoding: chunked");
    out.flush();
    chunked = true;
  }

  private void head(int status, Map<String, String> headers, String length) throws IOException {
    StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " As-Told\r\n");
    headers.forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
    out.write((head + length + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
  }

  public void piece(byte[] bytes) throws IOException {
    out.write((Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
    out.write(bytes);
    out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  /// Says nothing more, until the server is closed.
  public void silence() throws InterruptedException {
    serverClosed.await();
  }

  /// Waits; whether the server was closed meanwhile.
  boolean quietFor(long millis) throws InterruptedException {
    return serverClosed.await(millis, TimeUnit.MILLISECONDS);
  }

  /// Breaks the connection the hard way: the client gets a reset.
  public void reset() throws IOException {
    connection.setSoLinger(true, 0);
    connection.close();
    throw new IOException("reset, as told");
  }

  void end() throws IOException {
    if (chunked && !ended) {
      out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      out.flush();
    }
    ended = true;
  }
}
