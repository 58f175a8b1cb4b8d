package io.llmdevops.copilot.platform.cache;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/// What pods share for speed. Every call ends quickly and none of them fails: when the connection
/// is lost messages and values are missing, as they would be after an expiry, and callers fall back
/// to PostgreSQL.
public interface FastPath extends AutoCloseable {
  /// Longest message or value, in characters: it carries news of a change, not the change.
  int LIMIT = 65_536;

  /// Tells everybody who listens on the channel now, on every pod, this one included. At most once,
  /// in order for one publisher.
  void publish(String channel, String message);

  /// Calls the listener, from a thread of ours and one call at a time, until closed. A listener
  /// that throws stays subscribed.
  Subscription subscribe(String channel, Consumer<String> listener);

  Optional<String> get(String key);

  /// @param lifetime after which the value is gone, at least a millisecond
  void put(String key, String value, Duration lifetime);

  void remove(String key);

  /// Counts one more and says how many there have been within the window that began with the first.
  long count(String key, Duration window);

  /// Empty when everything works, else what is wrong.
  Optional<String> trouble();

  @Override
  void close();

  /// Ends the calls of a listener.
  interface Subscription extends AutoCloseable {
    @Override
    void close();
  }
}
