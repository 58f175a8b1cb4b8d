package io.llmdevops.copilot.sources.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A server on loopback that answers whatever bytes a test tells it to, however wrong. One request
/// a connection.
public final class RawServer implements AutoCloseable {
  /// A request as it came: head lines, then the body.
  public record Request(String line, List<String> headers, String body) {}

  /// Writes the answer; when it returns the connection is closed.
  public interface Behaviour {
    void answer(Request request, OutputStream out) throws IOException, InterruptedException;
  }

  private final ServerSocket socket;
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final List<Socket> connections = new CopyOnWriteArrayList<>();

  public RawServer(Behaviour behaviour) {
    try {
      socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(() -> accept(behaviour));
  }

  public static RawServer answering(String response) {
    return new RawServer((request, out) -> out.write(response.getBytes(StandardCharsets.UTF_8)));
  }

  /// A whole answer with its length.
  public static String http(String status, String contentType, String body) {
    return "HTTP/1.1 %s\r\nContent-Type: %s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
        .formatted(status, contentType, body.getBytes(StandardCharsets.UTF_8).length, body);
  }

  public static String json(String body) {
    return http("200 OK", "application/json", body);
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + socket.getLocalPort());
  }

  public List<Request> requests() {
    return requests;
  }

  private void accept(Behaviour behaviour) {
    try {
      while (true) {
        Socket connection = socket.accept();
        connections.add(connection);
        Thread.ofVirtual().start(() -> serve(connection, behaviour));
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private void serve(Socket connection, Behaviour behaviour) {
    try (connection) {
      Request request = read(connection);
      requests.add(request);
      behaviour.answer(request, connection.getOutputStream());
      connection.getOutputStream().flush();
    } catch (IOException | InterruptedException closed) {
      // The client went away, which is what some tests are about.
    }
  }

  private static Request read(Socket connection) throws IOException {
    BufferedReader in =
        new BufferedReader(
            new InputStreamReader(connection.getInputStream(), StandardCharsets.ISO_8859_1));
    String line = in.readLine();
    List<String> headers = new java.util.ArrayList<>();
    int length = 0;
    for (String header = in.readLine();
        header != null && !header.isEmpty();
        header = in.readLine()) {
      headers.add(header);
      if (header.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:")) {
        length = Integer.parseInt(header.substring(15).strip());
      }
    }
    char[] body = new char[length];
    int read = 0;
    while (read < length) {
      int n = in.read(body, read, length - read);
      if (n < 0) {
        break;
      }
      read += n;
    }
    return new Request(line == null ? "" : line, headers, new String(body, 0, read));
  }

  @Override
  public void close() {
    try {
      socket.close();
      for (Socket connection : connections) {
        connection.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
