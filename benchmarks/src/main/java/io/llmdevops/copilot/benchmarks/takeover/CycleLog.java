package io.llmdevops.copilot.benchmarks.takeover;

import io.llmdevops.copilot.platform.database.ServerAddress;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;

/// What the servers wrote down of the intervals that they processed.
final class CycleLog implements AutoCloseable {
  private final Connection connection;

  CycleLog(ServerAddress address) throws SQLException {
    this.connection =
        DriverManager.getConnection(address.url(), address.user(), address.password());
  }

  /// How many watches this process has processed intervals of since.
  long watchesOf(long pid, Instant since) throws SQLException {
    return number(
        """
        select count(distinct watch_id) from watch_cycle
        where pod like '%-' || ? and processed_at > ?
        """,
        Long.toString(pid), since);
  }

  /// Watches with an interval that ended after that time and was processed.
  long watchesBeyond(Instant time) throws SQLException {
    return number("select count(*) from watch where watermark > ?", time);
  }

  /// Runs of watches that some process holds at this moment.
  long heldBy(long pid) throws SQLException {
    return number(
        "select count(*) from scheduled_tasks where picked and picked_by like '%-' || ?",
        Long.toString(pid));
  }

  /// Seconds of intervals that no span covers, between the first and the last of each watch; those
  /// skipped on purpose count too.
  long missed() throws SQLException {
    return number(
        """
        select coalesce(sum(greatest(0, extract(epoch from from_time - before))), 0)
          + coalesce(sum(extract(epoch from to_time - from_time)) filter (where skipped), 0)
        from (select *, lag(to_time) over (partition by watch_id order by from_time) as before
          from watch_cycle) spans
        """);
  }

  /// Seconds of intervals that two spans cover.
  long duplicated() throws SQLException {
    return number(
        """
        select coalesce(sum(greatest(0, extract(epoch from before - from_time))), 0)
        from (select *, lag(to_time) over (partition by watch_id order by from_time) as before
          from watch_cycle) spans
        """);
  }

  /// Points that are missing of those that the spans should have had.
  long missingPoints(int series) throws SQLException {
    return number(
        """
        select coalesce(sum(? * extract(epoch from to_time - from_time) - points), 0)
        from watch_cycle where not skipped
        """,
        series);
  }

  long intervals() throws SQLException {
    return number(
        "select coalesce(sum(extract(epoch from to_time - from_time)), 0) from watch_cycle");
  }

  private long number(String sql, Object... arguments) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < arguments.length; i++) {
        Object argument = arguments[i];
        statement.setObject(
            i + 1, argument instanceof Instant time ? Timestamp.from(time) : argument);
      }
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        return Math.round(rows.getDouble(1));
      }
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
