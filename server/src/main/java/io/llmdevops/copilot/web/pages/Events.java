package io.llmdevops.copilot.web.pages;

import io.llmdevops.copilot.identity.Permission;
import io.llmdevops.copilot.identity.Requires;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// `/events`: server-sent events for open pages. The `id` of a `change` is its place in the feed of
/// changes; `Last-Event-ID`, or `after` on the first connection, says from where to go on. A reader
/// that falls more than [#BUFFER] messages behind is closed, and catches up when it comes back.
@Requires(Permission.READ)
@Path("/events")
public class Events {
  static final int BUFFER = 64;

  private final LiveFeed feed;

  Events(LiveFeed feed) {
    this.feed = feed;
  }

  /// The data of a `change`.
  public record Changed(java.util.List<String> incidents, long open) {}

  @GET
  @Produces(MediaType.SERVER_SENT_EVENTS)
  public Multi<OutboundSseEvent> events(
      @Context Sse sse,
      @HeaderParam("Last-Event-ID") @Nullable String last,
      @QueryParam("after") @DefaultValue("") String after,
      @QueryParam("incident") @Nullable UUID incident) {
    return messages(feed, position(last == null ? after : last), Optional.ofNullable(incident))
        .map(message -> event(sse, message));
  }

  static Multi<LiveFeed.Message> messages(LiveFeed feed, long position, Optional<UUID> incident) {
    return Multi.createFrom()
        .<LiveFeed.Message>emitter(
            emitter -> {
              Listener listener =
                  new Listener(position, incident, emitter::emit, emitter::complete);
              emitter.onTermination(() -> feed.remove(listener));
              feed.add(listener);
            },
            BackPressureStrategy.IGNORE)
        .onOverflow()
        .buffer(BUFFER);
  }

  /// An id that is not a number cannot be ours: the reader is told everything that is kept.
  private static long position(String text) {
    try {
      return Long.parseLong(text.strip());
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private static OutboundSseEvent event(Sse sse, LiveFeed.Message message) {
    return switch (message) {
      case LiveFeed.Message.Change change ->
          sse.newEventBuilder()
              .id(Long.toString(change.sequence()))
              .name("change")
              .mediaType(MediaType.APPLICATION_JSON_TYPE)
              .data(new Changed(change.incidents(), change.open()))
              .build();
      case LiveFeed.Message.Ping() -> sse.newEventBuilder().comment("ping").build();
      case LiveFeed.Message.Reconnect(long afterMillis) ->
          sse.newEventBuilder().name("reconnect").data(Long.toString(afterMillis)).build();
    };
  }
}
