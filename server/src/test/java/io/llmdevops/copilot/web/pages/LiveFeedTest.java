package io.llmdevops.copilot.web.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmdevops.copilot.incidents.Action;
import io.llmdevops.copilot.incidents.Incident;
import io.llmdevops.copilot.incidents.Incidents;
import io.llmdevops.copilot.platform.database.TestDatabase;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LiveFeedTest {
  private final TestDatabase database = TestDatabase.fresh();
  private Instant now = Instant.parse("2026-11-23T18:00:00Z");
  private final Incidents incidents = new Incidents(database.jdbi(), () -> now);
  private final LiveFeed feed = new LiveFeed(incidents, () -> now);
  private final List<LiveFeed.Message> told = new ArrayList<>();

  @BeforeEach
  void a_shop_in_trouble() {
    ShopInTrouble.seed(database.jdbi());
  }

  @AfterEach
  void close() {
    feed.close();
    database.close();
  }

  private Listener listener(long position, Optional<Incident> incident) {
    return new Listener(position, incident.map(Incident::id), told::add, () -> {});
  }

  private List<LiveFeed.Message.Change> changes() {
    return told.stream()
        .filter(LiveFeed.Message.Change.class::isInstance)
        .map(LiveFeed.Message.Change.class::cast)
        .toList();
  }

  @Test
  void a_listener_is_told_what_came_after_the_change_that_it_knows() {
    Listener listener = listener(incidents.lastChange(), Optional.empty());
    feed.tell(List.of(listener));
    assertThat(changes()).isEmpty();
    incidents.acknowledge(incidents.get("INC-5").id(), Action.by("mara"));
    feed.tell(List.of(listener));
    feed.tell(List.of(listener));
    assertThat(changes()).hasSize(1);
    assertThat(changes().getFirst().incidents()).containsExactly("INC-5");
    assertThat(changes().getFirst().open()).isEqualTo(3);
    assertThat(changes().getFirst().sequence()).isEqualTo(incidents.lastChange());
  }

  @Test
  void who_comes_back_is_told_what_was_missed() {
    feed.tell(List.of(listener(0, Optional.empty())));
    assertThat(changes().getFirst().incidents()).hasSize(5);
  }

  @Test
  void the_page_of_one_incident_hears_nothing_of_others() {
    Listener listener = listener(incidents.lastChange(), Optional.of(incidents.get("INC-4")));
    incidents.acknowledge(incidents.get("INC-5").id(), Action.by("mara"));
    feed.tell(List.of(listener));
    assertThat(changes()).isEmpty();
    incidents.acknowledge(incidents.get("INC-4").id(), Action.by("mara"));
    feed.tell(List.of(listener));
    assertThat(changes())
        .singleElement()
        .satisfies(change -> assertThat(change.incidents()).containsExactly("INC-4"));
  }

  @Test
  void silence_is_filled_with_a_ping_every_15_seconds() {
    Listener listener = listener(incidents.lastChange(), Optional.empty());
    listener.tell(new LiveFeed.Message.Ping(), now);
    told.clear();
    now = now.plus(Duration.ofSeconds(14));
    feed.tell(List.of(listener));
    assertThat(told).isEmpty();
    now = now.plus(Duration.ofSeconds(2));
    feed.tell(List.of(listener));
    assertThat(told).containsExactly(new LiveFeed.Message.Ping());
  }

  @Test
  void a_pod_that_goes_away_sends_its_pages_to_another_one() {
    AssertSubscriber<LiveFeed.Message> page =
        Events.messages(feed, incidents.lastChange(), Optional.empty())
            .subscribe()
            .withSubscriber(AssertSubscriber.create(10));
    assertThat(feed.size()).isEqualTo(1);
    feed.close();
    page.awaitCompletion();
    assertThat(page.getLastItem())
        .isInstanceOfSatisfying(
            LiveFeed.Message.Reconnect.class,
            r -> assertThat(r.afterMillis()).isBetween(500L, 3_500L));
    assertThat(feed.size()).isZero();
  }

  @Test
  void a_reader_that_takes_nothing_is_closed() {
    AssertSubscriber<LiveFeed.Message> slow =
        Events.messages(feed, incidents.lastChange(), Optional.empty())
            .subscribe()
            .withSubscriber(AssertSubscriber.create(0));
    for (int i = 0; i < Events.BUFFER + 2; i++) {
      now = now.plus(LiveFeed.PING).plusSeconds(1);
      feed.round();
    }
    slow.awaitFailure();
    assertThat(feed.size()).isZero();
  }
}
