package io.llmdevops.copilot.cli.demo;

import io.llmdevops.copilot.cli.server.ServerClient;
import io.llmdevops.copilot.cli.text.Ink.Tone;
import io.llmdevops.copilot.cli.text.Screen;
import io.llmdevops.copilot.platform.errors.CopilotException.Unavailable;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/// Starts everything, breaks the shop, tells what the copilot makes of it, and takes everything
/// away again: after its time, on Ctrl-C, and (by its [Keeper]) when this process is killed.
public final class Demo implements AutoCloseable {
  static final Duration INTERVAL = Duration.ofSeconds(5);

  private static final Duration LONGEST_END = Duration.ofSeconds(40);
  private static final long BETWEEN_LOOKS_MILLIS = 1000;

  private final DemoPlan plan;
  private final Story story;
  private final InstantSource time;
  private final Path folder;
  private final Keeper keeper;
  private final List<Child> children = new ArrayList<>();
  private boolean closed;

  private Demo(DemoPlan plan, Story story, InstantSource time) {
    this.plan = plan;
    this.story = story;
    this.time = time;
    this.folder = DemoFolder.create("demo");
    this.keeper = Keeper.start(folder, plan.marker());
  }

  /// Runs a demo to its end.
  ///
  /// @throws Unavailable something did not start, or ended too early; it is named
  public static void run(DemoPlan plan, Screen screen, InstantSource time, Page page)
      throws InterruptedException {
    Story story = new Story(screen, System::nanoTime);
    Demo demo = new Demo(plan, story, time);
    Thread ending = new Thread(demo::close, "demo-end");
    Runtime.getRuntime().addShutdownHook(ending);
    try (demo) {
      demo.play(page);
    } finally {
      withdraw(ending);
    }
  }

  /// What to do with the address of the page, once there is one.
  public interface Page {
    void open(URI address);
  }

  private static void withdraw(Thread ending) {
    try {
      Runtime.getRuntime().removeShutdownHook(ending);
    } catch (IllegalStateException itRuns) {
      // Ctrl-C: the hook itself does the work.
    }
  }

  private void play(Page page) throws InterruptedException {
    story.title("LLM CoPilot Agent, demo. Everything in it is thrown away at its end.");
    story.blank();
    int port = plan.port().orElseGet(Ports::usualOrFree);
    if (!Ports.isFree(port)) {
      throw new Unavailable(
          "port " + port + " is in use; choose another with --port", Duration.ZERO, null);
    }
    URI copilot = URI.create("http://127.0.0.1:" + port);
    Optional<Path> prometheus = prometheus();
    Optional<Path> alertmanager =
        prometheus
            .flatMap(p -> Programs.find("prometheus-alertmanager"))
            .or(() -> prometheus.flatMap(p -> Programs.find("alertmanager")));
    OptionalInt alertPort =
        alertmanager.isPresent() ? OptionalInt.of(Ports.free()) : OptionalInt.empty();

    story.await("starting the shop");
    Shop shop = Shop.start(plan.home(), folder, alertPort);
    mind(shop.child());
    shop.awaitReady();
    story.tell(
        Tone.PLAIN,
        "shop",
        shop.services().size() + " services that call each other, and visitors");
    Optional<Integer> metricsPort = prometheus.map(program -> startPrometheus(program, shop));

    Path configuration = folder.resolve("copilot.yaml");
    Programs.write(
        configuration, ServerFile.text(port, folder, metricsPort, shop.services(), INTERVAL));
    story.await("starting the copilot and its database");
    Child server = mind(Programs.copilot(plan.home(), folder, configuration));
    if (metricsPort.isPresent()) {
      Programs.awaitReady(children.get(1), metricsPort.get(), "/-/ready");
      story.tell(
          Tone.PLAIN, "prometheus", "asks each service every " + INTERVAL.toSeconds() + " s");
    } else {
      story.tell(
          Tone.PLAIN,
          "metrics",
          "the built-in scraper asks each service every "
              + INTERVAL.toSeconds()
              + (plan.metrics() == DemoPlan.Metrics.AUTO
                  ? " s (no Prometheus is installed)"
                  : " s"));
    }
    Programs.awaitReady(server, port, "/health/ready");
    alertmanager.ifPresent(
        program -> mind(Programs.alertmanager(program, folder, alertPort.getAsInt(), copilot)));
    story.tell(Tone.PLAIN, "copilot", "ready at " + copilot);
    mark(copilot);
    page.open(copilot);
    follow(shop, copilot);
  }

  private Optional<Path> prometheus() {
    Optional<Path> program = Programs.find("prometheus");
    return switch (plan.metrics()) {
      case AUTO -> program;
      case BUILT_IN -> Optional.empty();
      case PROMETHEUS -> {
        if (program.isEmpty()) {
          throw new Unavailable(
              "prometheus is not on the PATH; leave --metrics out, or install it",
              Duration.ZERO,
              null);
        }
        yield program;
      }
    };
  }

  private int startPrometheus(Path program, Shop shop) {
    int port = Ports.free();
    mind(Programs.prometheus(program, folder, shop.prometheusConfig(), port));
    return port;
  }

  private void follow(Shop shop, URI copilot) throws InterruptedException {
    try (var client = new ServerClient(copilot, Optional.empty(), Duration.ofSeconds(10))) {
      Plot plot = new Plot(plan, shop, story, new Follower(client, story, time));
      long end =
          plan.duration()
              .map(longest -> System.nanoTime() + longest.toNanos())
              .orElse(Long.MAX_VALUE);
      while (System.nanoTime() < end) {
        for (Child child : children) {
          if (!child.isAlive()) {
            throw new Unavailable(child.lastWords(), Duration.ZERO, null);
          }
        }
        plot.goOn(System.nanoTime());
        TimeUnit.MILLISECONDS.sleep(BETWEEN_LOOKS_MILLIS);
      }
    }
  }

  private synchronized Child mind(Child child) {
    children.add(child);
    keeper.mind(child);
    return child;
  }

  private void mark(URI copilot) {
    Programs.write(plan.marker(), copilot + "\n" + ProcessHandle.current().pid() + "\n");
  }

  /// Ends the programs, those that came last first, then deletes what they wrote.
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    story.await("ending everything");
    try {
      children.reversed().forEach(Child::askToEnd);
      children.reversed().forEach(child -> child.awaitEnd(LONGEST_END));
      DemoFolder.delete(folder);
      Files.deleteIfExists(plan.marker());
      keeper.dismiss();
      story.tell(Tone.PLAIN, "end", "nothing of the demo is left");
    } catch (IOException e) {
      // The keeper is not dismissed: it tries again when this process has ended.
      story.tell(Tone.BAD, "end", "some of " + folder + " is left: " + e);
    }
  }
}
