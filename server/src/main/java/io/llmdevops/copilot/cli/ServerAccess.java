package io.llmdevops.copilot.cli;

import io.llmdevops.copilot.cli.server.ServerClient;
import io.llmdevops.copilot.platform.errors.CopilotException.BadRequest;
import io.llmdevops.copilot.platform.errors.CopilotException.Forbidden;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which server, and with what token. A token is never an argument: others would see it in `ps`.
final class ServerAccess {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Set<PosixFilePermission> OTHERS =
      EnumSet.complementOf(
          EnumSet.of(
              PosixFilePermission.OWNER_READ,
              PosixFilePermission.OWNER_WRITE,
              PosixFilePermission.OWNER_EXECUTE));

  @Option(
      names = "--server",
      paramLabel = "URL",
      description = "Server to ask. Default: $COPILOT_URL, a running demo, http://127.0.0.1:3000.")
  private @Nullable String server;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description =
          "File with the token (mode 0600). Default: $COPILOT_TOKEN, $COPILOT_ADMIN_TOKEN.")
  private @Nullable Path tokenFile;

  ServerClient connect(Session session) {
    return connect(session, PATIENCE);
  }

  /// @param patience the longest that one answer may take
  ServerClient connect(Session session, Duration patience) {
    return new ServerClient(address(session), token(session), patience);
  }

  private URI address(Session session) {
    String text =
        Optional.ofNullable(server)
            .or(() -> session.variable("COPILOT_URL"))
            .or(() -> RunningDemo.url(session))
            .orElseGet(
                () -> "http://127.0.0.1:" + session.variable("COPILOT_SERVER_PORT").orElse("3000"));
    try {
      URI url = new URI(text.replaceAll("/+$", ""));
      if (url.getHost() != null
          && ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))) {
        return url;
      }
    } catch (URISyntaxException e) {
      throw new BadRequest("the server's address is \"" + text + "\": " + e.getReason(), e);
    }
    throw new BadRequest(
        "the server's address is \"" + text + "\"; write it as http://host:port or https://host");
  }

  private Optional<String> token(Session session) {
    if (tokenFile != null) {
      return Optional.of(read(tokenFile));
    }
    return session.variable("COPILOT_TOKEN").or(() -> session.variable("COPILOT_ADMIN_TOKEN"));
  }

  private static String read(Path file) {
    try {
      if (Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains)) {
        throw new Forbidden(file + " can be read by others. Protect it with: chmod 600 " + file);
      }
      return Files.readString(file).strip();
    } catch (NoSuchFileException e) {
      throw new BadRequest("the token file " + file + " does not exist", e);
    } catch (IOException e) {
      throw new BadRequest("the token file " + file + " cannot be read: " + e, e);
    }
  }
}
