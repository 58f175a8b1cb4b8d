package io.llmdevops.copilot.web.pages;

import io.llmdevops.copilot.incidents.Incident;
import io.llmdevops.copilot.incidents.IncidentChange;
import io.llmdevops.copilot.incidents.Incidents;
import io.llmdevops.copilot.platform.errors.CopilotException;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;

/// Tells open pages what changed. One thread a pod reads the feed of changes once a second, while
/// anybody listens, and passes each change on to every [Listener]; the table is the truth, so that
/// it does not matter on which pod a change was made. A listener names the last change that it
/// knows and is first told what came after it.
@ApplicationScoped
public class LiveFeed {
  static final Duration PERIOD = Duration.ofSeconds(1);
  static final Duration PING = Duration.ofSeconds(15);

  /// Named in one message; the rest is only counted.
  private static final int NAMED = 5;

  /// Pages come back within this after a shutdown, spread evenly.
  private static final int SPREAD_MILLIS = 3_000;

  private static final Logger LOG = Logger.getLogger(LiveFeed.class);

  private final Incidents incidents;
  private final Recent<Long> open;
  private final InstantSource time;
  private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();
  private final RandomGenerator spread = RandomGenerator.getDefault();
  private volatile boolean closed;
  private boolean running;

  LiveFeed(Incidents incidents, InstantSource time) {
    this.incidents = incidents;
    this.open = new Recent<>(time, PERIOD, () -> incidents.counts().open());
    this.time = time;
  }

  /// What a listener is sent. `open` counts the open incidents.
  sealed interface Message {
    record Change(long sequence, List<String> incidents, long open) implements Message {}

    record Ping() implements Message {}

    /// Come back after so many milliseconds: this pod goes away.
    record Reconnect(long afterMillis) implements Message {}
  }

  void add(Listener listener) {
    if (closed) {
      listener.tell(reconnect(), time.instant());
      return;
    }
    listener.tell(new Message.Ping(), time.instant());
    listeners.add(listener);
    synchronized (this) {
      if (!running) {
        running = true;
        Thread.ofVirtual().name("live-feed").start(this::run);
      }
    }
  }

  void remove(Listener listener) {
    listeners.remove(listener);
  }

  int size() {
    return listeners.size();
  }

  private void run() {
    while (true) {
      synchronized (this) {
        if (listeners.isEmpty() || closed) {
          running = false;
          return;
        }
      }
      try {
        round();
      } catch (CopilotException.Unavailable e) {
        LOG.debug("live feed waits for the database", e);
      } catch (RuntimeException e) {
        if (closed) {
          return;
        }
        LOG.warn("live feed: a round failed and is repeated", e);
      }
      LockSupport.parkNanos(PERIOD.toNanos());
    }
  }

  void round() {
    tell(listeners);
  }

  /// Tells each listener what happened since the change that it knows.
  void tell(Collection<Listener> listeners) {
    long oldest = listeners.stream().mapToLong(Listener::position).min().orElse(Long.MAX_VALUE);
    List<IncidentChange> changes = incidents.changesAfter(oldest);
    for (Listener listener : listeners) {
      List<IncidentChange> news =
          changes.stream()
              .filter(change -> change.sequence() > listener.position())
              .filter(listener::wants)
              .toList();
      if (!news.isEmpty()) {
        listener.tell(
            new Message.Change(changes.getLast().sequence(), labels(news), open.get()),
            time.instant());
      } else if (listener.quietSince().plus(PING).isBefore(time.instant())) {
        listener.tell(new Message.Ping(), time.instant());
      }
      if (!changes.isEmpty()) {
        listener.reach(changes.getLast().sequence());
      }
    }
  }

  private List<String> labels(List<IncidentChange> changes) {
    return changes.stream()
        .map(IncidentChange::incident)
        .distinct()
        .limit(NAMED)
        .map(this::label)
        .toList();
  }

  private String label(UUID id) {
    try {
      Incident incident = incidents.get(id);
      return incident.label();
    } catch (CopilotException.NotFound e) {
      return "an incident";
    }
  }

  private Message reconnect() {
    return new Message.Reconnect(500 + spread.nextInt(SPREAD_MILLIS));
  }

  /// The server begins to stop: open streams would hold it up until its time limit.
  void stopping(@Observes ShutdownDelayInitiatedEvent event) {
    close();
  }

  /// Sends every page away to another pod, each at its own moment.
  @PreDestroy
  void close() {
    closed = true;
    for (Listener listener : listeners) {
      listener.tell(reconnect(), time.instant());
      listener.end();
    }
    listeners.clear();
  }
}
