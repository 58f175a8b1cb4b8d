package io.llmdevops.copilot.shop;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CountDownLatch;

/// Ends the program when whoever started it is gone, so that a killed demo leaves no shop behind.
final class Lifeline {

  private final CountDownLatch cut = new CountDownLatch(1);

  /// Cuts the line at the end of the stream, which a parent's pipe reaches when the parent dies.
  void watch(InputStream input) {
    // Not virtual: reading a console or a pipe would hold its carrier.
    Thread.ofPlatform()
        .daemon()
        .name("lifeline")
        .start(() -> {
          try {
            input.transferTo(OutputStream.nullOutputStream());
          } catch (IOException broken) {
            // A stream that cannot be read has ended, too.
          }
          cut();
        });
  }

  /// Cuts the line when the process ends; at once when there is none.
  void watchProcess(long pid) {
    var process = ProcessHandle.of(pid);
    Thread.startVirtualThread(() -> {
      process.ifPresent(p -> p.onExit().join());
      cut();
    });
  }

  void cut() {
    cut.countDown();
  }

  void awaitCut() throws InterruptedException {
    cut.await();
  }
}
