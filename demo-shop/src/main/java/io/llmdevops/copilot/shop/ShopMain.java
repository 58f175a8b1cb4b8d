package io.llmdevops.copilot.shop;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/// The program: reads the options, opens the shop, says `READY {...}` on standard output, and runs
/// until it is told to stop, its standard input closes, or its parent ends.
///
/// Exit codes: 0 ended as asked, 2 wrong options, 3 a port is taken, 4 a file could not be written.
/// After a signal it is the usual 128 + the signal's number.
public final class ShopMain {

  private static final int USAGE = 2;
  private static final int PORT_TAKEN = 3;
  private static final int FILE_FAILED = 4;

  private ShopMain() {}

  /// @param args see `--help`
  public static void main(String[] args) {
    System.exit(run(args, System.in, System.out, System.err));
  }

  static int run(String[] args, InputStream in, PrintStream out, PrintStream err) {
    if (Arrays.asList(args).contains("--help")) {
      out.println(ShopOptions.help());
      return 0;
    }
    ShopOptions options;
    try {
      options = ShopOptions.parse(args);
    } catch (IllegalArgumentException wrong) {
      err.println("shop: " + wrong.getMessage());
      return USAGE;
    }
    try (var shop = Shop.open(options.settings(), ShopTime.system(), out::println)) {
      return keepOpen(shop, options, in, out);
    } catch (PortInUseException taken) {
      err.println("shop: " + taken.getMessage());
      return PORT_TAKEN;
    } catch (IOException failed) {
      err.println("shop: a file could not be written: " + failed);
      return FILE_FAILED;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }

  private static int keepOpen(Shop shop, ShopOptions options, InputStream in, PrintStream out)
      throws IOException, InterruptedException {
    write(shop, options.outputs());
    var lifeline = new Lifeline();
    options.parent().ifPresent(lifeline::watchProcess);
    if (!options.ignoreStdin()) {
      lifeline.watch(in);
    }
    out.println("READY " + Json.write(description(shop, options)));
    out.flush();
    options.plan().ifPresent(shop::schedule);
    lifeline.awaitCut();
    out.println("CLOSED the one who started the shop is gone");
    return 0;
  }

  private static Map<String, Object> description(Shop shop, ShopOptions options) {
    var description = new LinkedHashMap<String, Object>();
    description.put("control", shop.control());
    description.put("services", shop.addresses());
    options
        .plan()
        .ifPresent(plan -> {
          var fault = new LinkedHashMap<String, Object>();
          fault.put("kind", plan.fault().kind().text());
          fault.put("service", plan.fault().service());
          fault.put("after_seconds", plan.after().toMillis() / 1e3);
          fault.put("duration_seconds", plan.duration().toMillis() / 1e3);
          description.put("fault", fault);
        });
    description.put("seed", options.settings().seed());
    description.put("pid", ProcessHandle.current().pid());
    return description;
  }

  private static void write(Shop shop, ShopOptions.Outputs outputs) throws IOException {
    if (outputs.rulesOut().isPresent()) {
      write(outputs.rulesOut().get(), PrometheusFiles.rules());
    }
    if (outputs.configuration().isPresent()) {
      write(
          outputs.configuration().get(),
          PrometheusFiles.configuration(
              shop.addresses(),
              outputs.scrapeInterval(),
              outputs.alertmanager(),
              outputs.rulesInUse()));
    }
    if (outputs.services().isPresent()) {
      write(outputs.services().get(), Json.write(shop.addresses()));
    }
  }

  /// Whoever waits for the file never sees half of it.
  private static void write(Path file, String text) throws IOException {
    var target = file.toAbsolutePath();
    var half = target.resolveSibling(target.getFileName() + ".part");
    Files.writeString(half, text);
    Files.move(half, target, StandardCopyOption.REPLACE_EXISTING);
  }
}
