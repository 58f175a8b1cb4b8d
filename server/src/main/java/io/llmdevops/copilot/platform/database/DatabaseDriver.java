package io.llmdevops.copilot.platform.database;

import java.sql.Driver;

/// The driver of PostgreSQL, found by name: compiling against its class needs annotations that it
/// does not bring, and DriverManager serves only the class loader that registered a driver.
final class DatabaseDriver {
  private static final String NAME = "org.postgresql.Driver";

  private DatabaseDriver() {}

  static Class<?> type() {
    try {
      return Class.forName(NAME, true, DatabaseDriver.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  static Driver instance() {
    try {
      return (Driver) type().getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
