package io.llmdevops.copilot.web.security;

import io.llmdevops.copilot.platform.errors.CopilotException.BadRequest;
import io.llmdevops.copilot.platform.errors.CopilotException.TooLarge;
import io.llmdevops.copilot.web.ServerSettings;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.vertx.VertxInputStream;

/// A body that comes in chunks announces no length: it is counted while it is read. The framework
/// counts too, but ends such a request without a word, and the endpoint then fails as well.
class BodyLimit {
  private final ServerSettings settings;

  BodyLimit(ServerSettings settings) {
    this.settings = settings;
  }

  @ServerRequestFilter
  @Priority(Priorities.AUTHENTICATION - 1)
  void count(ContainerRequestContext request, RoutingContext routing) {
    if (!routing.request().isEnded()) {
      routing.put(VertxInputStream.MAX_REQUEST_SIZE_KEY, Long.MAX_VALUE);
      request.setEntityStream(
          new Counted(
              request.getEntityStream(),
              settings.maxBodyBytes(),
              () -> routing.response().putHeader("Connection", "close")));
    }
  }

  /// Says what went wrong in a form that every endpoint leads to the caller.
  private static final class Counted extends FilterInputStream {
    private final long limit;
    private final Runnable tooMuch;
    private long read;

    Counted(InputStream in, long limit, Runnable tooMuch) {
      super(in);
      this.limit = limit;
      this.tooMuch = tooMuch;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int count = next(into, offset, length);
      read += Math.max(0, count);
      if (read > limit) {
        tooMuch.run();
        throw new TooLarge(FrontDoor.tooLarge(limit));
      }
      return count;
    }

    /// What an endpoint left unread is read away, but not beyond the limit: a body without end
    /// would hold the thread as long as it comes.
    @Override
    public void close() throws IOException {
      byte[] away = new byte[8_192];
      int count = 0;
      while (count >= 0 && read <= limit) {
        count = next(away, 0, away.length);
        read += Math.max(0, count);
      }
      if (read <= limit) {
        super.close();
      }
    }

    private int next(byte[] into, int offset, int length) {
      try {
        return super.read(into, offset, length);
      } catch (IOException e) {
        throw new BadRequest("the body broke off after " + read + " bytes: " + e.getMessage(), e);
      }
    }
  }
}
