package io.llmdevops.copilot.deployment.observability;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/// A mail server for as much of SMTP (RFC 5321) as a client needs to leave a letter: EHLO, AUTH
/// PLAIN, MAIL, RCPT, DATA, QUIT. It keeps the letters, and delivers none.
final class MailSink implements AutoCloseable {
  /// @param login as AUTH PLAIN gave it: user, a space, password
  record Letter(String login, String from, List<String> to, String text) {}

  private final ServerSocket socket;
  private final List<Letter> letters = new CopyOnWriteArrayList<>();

  MailSink() {
    try {
      socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().name("mail").start(this::accept);
  }

  int port() {
    return socket.getLocalPort();
  }

  List<Letter> letters() {
    return List.copyOf(letters);
  }

  private void accept() {
    while (true) {
      try (Socket client = socket.accept()) {
        client.setSoTimeout(10_000);
        converse(client);
      } catch (IOException e) {
        // Either the test is over, or a client hung up and the next one may come.
        if (socket.isClosed()) {
          return;
        }
      }
    }
  }

  private void converse(Socket client) throws IOException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
    OutputStream out = client.getOutputStream();
    String login = "";
    String from = "";
    List<String> to = new ArrayList<>();
    say(out, "220 sink ESMTP");
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String command = line.toUpperCase(Locale.ROOT);
      if (command.startsWith("EHLO")) {
        say(out, "250-sink");
        say(out, "250 AUTH PLAIN");
      } else if (command.startsWith("AUTH PLAIN ")) {
        byte[] plain = Base64.getDecoder().decode(line.substring("AUTH PLAIN ".length()));
        login = new String(plain, StandardCharsets.UTF_8).replace('\0', ' ').strip();
        say(out, "235 welcome");
      } else if (command.startsWith("MAIL FROM:")) {
        from = line.substring("MAIL FROM:".length());
        say(out, "250 fine");
      } else if (command.startsWith("RCPT TO:")) {
        to.add(line.substring("RCPT TO:".length()));
        say(out, "250 fine");
      } else if (command.equals("DATA")) {
        say(out, "354 go on");
        letters.add(new Letter(login, from, List.copyOf(to), text(in)));
        say(out, "250 kept");
      } else if (command.equals("QUIT")) {
        say(out, "221 bye");
        return;
      } else {
        say(out, "502 unknown");
      }
    }
  }

  private static String text(BufferedReader in) throws IOException {
    StringBuilder text = new StringBuilder();
    for (String line = in.readLine(); line != null && !line.equals("."); line = in.readLine()) {
      text.append(line).append('\n');
    }
    return text.toString();
  }

  private static void say(OutputStream out, String line) throws IOException {
    out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
