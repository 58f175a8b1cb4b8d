package io.llmdevops.copilot.platform.database;

/// How to reach a database.
///
/// @param url a JDBC URL with everything but user and password
public record ServerAddress(String url, String user, String password) {
  @Override
  public String toString() {
    return url + " as " + user;
  }
}
