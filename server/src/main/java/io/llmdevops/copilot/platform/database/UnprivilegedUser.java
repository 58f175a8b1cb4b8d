package io.llmdevops.copilot.platform.database;

import io.llmdevops.copilot.platform.errors.CopilotException.Unavailable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// PostgreSQL refuses to run as root. For root its programs are started in a user namespace of
/// their own, in which root is nobody but its files are still its own; where that is forbidden
/// (some containers), as another user, to whom the folder is given.
///
/// @param prefix what to put before a command
/// @param uid the user who must own the folder; our own in a namespace
record UnprivilegedUser(List<String> prefix, int uid) {
  private static final int ROOT = 0;

  UnprivilegedUser {
    prefix = List.copyOf(prefix);
  }

  /// @param folder exists and was made by this process
  static UnprivilegedUser forFolder(Path folder) {
    try {
      int own = (Integer) Files.getAttribute(folder, "unix:uid", LinkOption.NOFOLLOW_LINKS);
      if (own != ROOT) {
        return new UnprivilegedUser(List.of(), own);
      }
      List<String> namespace = List.of("unshare", "--user", "--");
      if (works(namespace, "true")) {
        return new UnprivilegedUser(namespace, ROOT);
      }
      return other(folder);
    } catch (IOException e) {
      throw new Unavailable("cannot examine " + folder + ": " + e, Duration.ZERO, e);
    }
  }

  private static UnprivilegedUser other(Path folder) throws IOException {
    for (String name : List.of("postgres", "nobody")) {
      int uid = uid(name);
      List<String> setpriv =
          List.of("setpriv", "--reuid=" + uid, "--regid=" + uid, "--clear-groups", "--");
      if (uid > ROOT && works(setpriv, "true")) {
        give(folder, uid);
        if (works(setpriv, "test", "-x", folder.toString())) {
          return new UnprivilegedUser(setpriv, uid);
        }
        throw refused("the user " + name + " cannot reach " + folder);
      }
    }
    throw refused("neither `unshare --user` nor `setpriv` works here");
  }

  private static Unavailable refused(String reason) {
    return new Unavailable(
        "PostgreSQL does not run as root, and "
            + reason
            + ". Run as another user, set COPILOT_DATA_DIR to a folder that everybody may enter,"
            + " such as /var/lib/llm-copilot, or set COPILOT_DB_URL to a PostgreSQL server.",
        Duration.ZERO,
        null);
  }

  /// Gives everything below `folder` to a user.
  private static void give(Path folder, int uid) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.toList()) {
        Files.setAttribute(file, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
      }
    }
  }

  private static int uid(String user) throws IOException {
    Process process = new ProcessBuilder("id", "-u", user).redirectErrorStream(true).start();
    String answer =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
    return answer.matches("\\d{1,9}") ? Integer.parseInt(answer) : -1;
  }

  private static boolean works(List<String> prefix, String... command) {
    try {
      Process process =
          new ProcessBuilder(Stream.concat(prefix.stream(), Stream.of(command)).toList())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(5, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false; // the program is not there
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
