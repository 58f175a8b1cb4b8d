package io.llmdevops.copilot.platform.jobs;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.logging.Logger;
import javax.sql.DataSource;

/// A database that a test can take away: while it is off, no connection is handed out. To a
/// scheduler that is the same as its server being down, and to the other pods a scheduler that is
/// cut off looks like one that was killed.
public final class SwitchableDatabase implements DataSource {
  private final DataSource database;
  private volatile boolean off;

  public SwitchableDatabase(DataSource database) {
    this.database = database;
  }

  public void switchOff() {
    off = true;
  }

  public void switchOn() {
    off = false;
  }

  @Override
  public Connection getConnection() throws SQLException {
    if (off) {
      throw new SQLException("the database is off", "08001");
    }
    return database.getConnection();
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    return getConnection();
  }

  @Override
  public PrintWriter getLogWriter() throws SQLException {
    return database.getLogWriter();
  }

  @Override
  public void setLogWriter(PrintWriter out) throws SQLException {
    database.setLogWriter(out);
  }

  @Override
  public void setLoginTimeout(int seconds) throws SQLException {
    database.setLoginTimeout(seconds);
  }

  @Override
  public int getLoginTimeout() throws SQLException {
    return database.getLoginTimeout();
  }

  @Override
  public Logger getParentLogger() {
    return Logger.getGlobal();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    return database.unwrap(type);
  }

  @Override
  public boolean isWrapperFor(Class<?> type) throws SQLException {
    return database.isWrapperFor(type);
  }
}
