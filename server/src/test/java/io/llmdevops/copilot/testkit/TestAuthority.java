package io.llmdevops.copilot.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/// A certificate authority that only a test knows, and what it signs; made by `openssl`.
public final class TestAuthority {
  private final Path folder;
  private final Signed own;

  private TestAuthority(Path folder, Signed own) {
    this.folder = folder;
    this.own = own;
  }

  /// Both in PEM.
  public record Signed(Path certificate, Path key) {}

  public static TestAuthority create(Path parent) {
    try {
      Path folder = Files.createTempDirectory(parent, "authority");
      return new TestAuthority(folder, make(folder, "authority", List.of()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What a client has to trust.
  public Path certificate() {
    return own.certificate;
  }

  /// @param names such as `DNS:localhost,IP:127.0.0.1`
  public Signed sign(String file, String names) {
    return make(
        folder,
        file,
        List.of(
            "-CA",
            own.certificate.toString(),
            "-CAkey",
            own.key.toString(),
            "-addext",
            "subjectAltName=" + names));
  }

  private static Signed make(Path folder, String name, List<String> more) {
    Path openssl = Tool.find("openssl", "openssl");
    Signed made = new Signed(folder.resolve(name + ".crt"), folder.resolve(name + ".key"));
    List<String> command =
        new ArrayList<>(
            List.of(
                openssl.toString(),
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=" + folder.getFileName() + " " + name,
                "-keyout",
                made.key.toString(),
                "-out",
                made.certificate.toString()));
    command.addAll(more);
    Path log = folder.resolve("openssl.log");
    try {
      int exit =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start()
              .waitFor();
      if (exit != 0) {
        throw new AssertionError("openssl failed:\n" + Files.readString(log));
      }
      Files.setPosixFilePermissions(made.key, PosixFilePermissions.fromString("rw-------"));
      return made;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
