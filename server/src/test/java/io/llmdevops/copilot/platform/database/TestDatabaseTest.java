package io.llmdevops.copilot.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

class TestDatabaseTest {
  private static final String WINDOWS = "select count(*) from maintenance_window";
  private static final String NEW_VIEW =
      "insert into saved_view (id, owner, name, query, created_at)"
          + " values (gen_random_uuid(), 'o', 'n', 'q', now())";

  @Test
  void a_fresh_database_is_migrated_and_empty() {
    try (TestDatabase database = TestDatabase.fresh()) {
      assertThat(count(database.jdbi(), WINDOWS)).isZero();
      assertThat(count(database.jdbi(), "select count(*) from flyway_schema_history")).isPositive();
    }
  }

  @Test
  void two_databases_do_not_see_each_other() {
    try (TestDatabase one = TestDatabase.fresh();
        TestDatabase other = TestDatabase.fresh()) {
      one.jdbi().useHandle(h -> h.execute(NEW_VIEW));
      assertThat(count(one.jdbi(), "select count(*) from saved_view")).isEqualTo(1);
      assertThat(count(other.jdbi(), "select count(*) from saved_view")).isZero();
    }
  }

  @Test
  void cut_connections_fail_once_and_are_replaced() {
    try (TestDatabase database = TestDatabase.fresh()) {
      assertThatThrownBy(() ->
              database
                  .jdbi()
                  .useHandle(h -> {
                    h.execute("select 1");
                    database.cutConnections();
                    h.execute("select 1");
                  }))
          .hasMessageContaining("terminating connection");
      assertThat(count(database.jdbi(), WINDOWS)).isZero();
    }
  }

  private static int count(Jdbi jdbi, String sql) {
    return jdbi.withHandle(h -> h.createQuery(sql).mapTo(Integer.class).one());
  }
}
