package io.llmdevops.copilot.llm.stream;

import io.llmdevops.copilot.llm.ChatFailure;
import io.llmdevops.copilot.llm.ChatFailure.Kind;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import javax.net.ssl.SSLException;

/// What the JDK's exceptions mean for people.
public final class ConnectionTrouble {
  private ConnectionTrouble() {}

  public static ChatFailure of(IOException e) {
    return new ChatFailure(Kind.CONNECTION, words(e));
  }

  private static String words(IOException e) {
    if (unresolved(e)) {
      return "the host name does not resolve";
    }
    return switch (e) {
      case HttpConnectTimeoutException late -> "no connection in time";
      case ConnectException refused -> "connection refused";
      case SSLException tls -> "TLS failed: " + tls.getMessage();
      default ->
          "the connection broke: " + (e.getMessage() == null ? e.toString() : e.getMessage());
    };
  }

  private static boolean unresolved(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnresolvedAddressException || cause instanceof UnknownHostException) {
        return true;
      }
    }
    return false;
  }
}
