package io.llmdevops.copilot.cli.demo;

import io.llmdevops.copilot.cli.text.Humane;
import io.llmdevops.copilot.cli.text.Ink.Tone;
import java.time.Duration;

/// The acts of the demo, one after the other: a healthy shop, a fault, its end, browsing.
final class Plot {
  private enum Act {
    FIRST_SAMPLES,
    HEALTHY,
    BROKEN,
    MENDED
  }

  private static final Duration SETTLED = Demo.INTERVAL.plusSeconds(1);

  private final DemoPlan plan;
  private final Shop shop;
  private final Story story;
  private final Follower follower;
  private Act act = Act.FIRST_SAMPLES;
  private long actBegun;
  private boolean endTold;
  private Follower.Watched lastWatched = new Follower.Watched(0, 0);
  private long lastNew;

  Plot(DemoPlan plan, Shop shop, Story story, Follower follower) {
    this.plan = plan;
    this.shop = shop;
    this.story = story;
    this.follower = follower;
  }

  /// To be called about once a second.
  void goOn(long nanos) throws InterruptedException {
    follower.look();
    switch (act) {
      case FIRST_SAMPLES -> awaitSamples(nanos);
      case HEALTHY -> {
        Duration left = left(plan.fault().after(), nanos);
        if (left.isPositive()) {
          story.await(
              "all is well; " + plan.fault().kind().service() + " breaks in " + Humane.span(left));
        } else {
          shop.breakIt(plan.fault().kind());
          follower.faultBegins();
          story.tell(Tone.BAD, "fault", plan.fault().kind().story());
          enter(Act.BROKEN, nanos);
        }
      }
      case BROKEN -> {
        Duration left = left(plan.fault().duration(), nanos);
        if (left.isPositive()) {
          story.await("the fault ends in " + Humane.span(left));
        } else {
          shop.mendIt();
          story.tell(Tone.GOOD, "fault ends", plan.fault().kind().service() + " is mended");
          enter(Act.MENDED, nanos);
        }
      }
      case MENDED -> browse();
    }
  }

  /// Each watch finds its series in its own first cycle: all are there when no more come.
  private void awaitSamples(long nanos) {
    Follower.Watched watched = follower.watched();
    if (watched.series() == 0 || !watched.equals(lastWatched)) {
      lastWatched = watched;
      lastNew = nanos;
      story.await(
          watched.series() == 0
              ? "waiting for the first measurements"
              : "found " + watched.series() + " series");
    } else if (nanos - lastNew > SETTLED.toNanos()) {
      story.tell(
          Tone.PLAIN,
          "watching",
          "%d series in %d watches, learning what is normal"
              .formatted(watched.series(), watched.watches()));
      enter(Act.HEALTHY, nanos);
    }
  }

  private void browse() {
    if (follower.open() > 0) {
      story.await("waiting for the incident to resolve; Ctrl-C ends the demo");
      return;
    }
    if (!endTold) {
      endTold = true;
      story.blank();
      story.more(
          Tone.PLAIN,
          plan.duration().isPresent()
              ? "The demo ends by itself; Ctrl-C ends it now."
              : "Browse as long as you like. Ctrl-C ends the demo and leaves nothing behind.");
    }
  }

  private Duration left(Duration of, long nanos) {
    return of.minusNanos(nanos - actBegun);
  }

  private void enter(Act next, long nanos) {
    act = next;
    actBegun = nanos;
  }
}
