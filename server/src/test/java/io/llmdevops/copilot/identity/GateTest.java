package io.llmdevops.copilot.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmdevops.copilot.platform.cache.InProcessFastPath;
import io.llmdevops.copilot.platform.config.ConfigurationError;
import io.llmdevops.copilot.platform.database.TestDatabase;
import io.llmdevops.copilot.platform.errors.CopilotException.Forbidden;
import io.llmdevops.copilot.platform.errors.CopilotException.Unauthenticated;
import io.llmdevops.copilot.platform.errors.CopilotException.Unavailable;
import io.llmdevops.copilot.testkit.SettableTime;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GateTest {
  private static final String TOKEN = "t".repeat(32);

  private final TestDatabase database = TestDatabase.fresh();
  private final SettableTime now = new SettableTime(Instant.parse("2026-01-01T00:00:00Z"));
  private final Gate gate = gate();

  /// Another pod would be one more of these.
  private Gate gate() {
    return new Gate(
        new Fixed(), database.jdbi(), new InProcessFastPath(now), now, new SecureRandom());
  }

  private record Fixed() implements SecuritySettings {
    @Override
    public Optional<String> adminToken() {
      return Optional.of(TOKEN);
    }

    @Override
    public Duration sessionLifetime() {
      return Duration.ofHours(1);
    }

    @Override
    public int loginAttempts() {
      return 3;
    }
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void a_session_is_known_to_every_pod_until_it_ends() {
    String cookie = gate.logIn(TOKEN, "a").cookie();
    assertThat(gate().session(cookie)).map(Principal::name).contains("admin");
    now.advance(Duration.ofHours(1));
    assertThat(gate().session(cookie)).isEmpty();
  }

  @Test
  void logging_out_ends_the_session_everywhere() {
    String cookie = gate.logIn(TOKEN, "a").cookie();
    gate().logOut(cookie);
    assertThat(gate.session(cookie)).isEmpty();
  }

  @Test
  void the_cookie_itself_is_not_stored() {
    String cookie = gate.logIn(TOKEN, "a").cookie();
    byte[] stored =
        database
            .jdbi()
            .withHandle(
                h -> h.createQuery("select token_hash from web_session").mapTo(byte[].class).one());
    assertThat(stored).hasSize(32).isNotEqualTo(java.util.Base64.getUrlDecoder().decode(cookie));
  }

  @Test
  void guessing_is_slowed_down_for_the_address_that_guesses_even_with_the_right_token() {
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> gate.logIn("wrong", "a")).isInstanceOf(Unauthenticated.class);
    }
    assertThatThrownBy(() -> gate.logIn("wrong", "a")).isInstanceOf(Unavailable.class);
    assertThatThrownBy(() -> gate.logIn(TOKEN, "a")).isInstanceOf(Unavailable.class);
    assertThat(gate.logIn(TOKEN, "b").cookie()).isNotEmpty();
    now.advance(Duration.ofMinutes(5));
    assertThat(gate.logIn(TOKEN, "a").cookie()).isNotEmpty();
  }

  @Test
  void the_token_of_forms_belongs_to_one_session() {
    assertThat(gate.formToken("one")).isEqualTo(gate().formToken("one"));
    assertThat(gate.formToken("one")).isNotEqualTo(gate.formToken("other"));
  }

  @Test
  void listening_beyond_this_machine_needs_a_good_token() {
    assertThatThrownBy(() -> Exposure.check("0.0.0.0", Optional.empty()))
        .isInstanceOf(Forbidden.class)
        .hasMessageContaining("COPILOT_ADMIN_TOKEN");
    assertThatThrownBy(() -> Exposure.check("127.0.0.1", Optional.of("short")))
        .isInstanceOf(ConfigurationError.class)
        .hasMessageContaining("at least 32");
    assertThatThrownBy(() -> Exposure.check("no such host", Optional.empty()))
        .isInstanceOf(ConfigurationError.class);
    Exposure.check("0.0.0.0", Optional.of(TOKEN));
    Exposure.check("localhost", Optional.empty());
    Exposure.check("::1", Optional.empty());
  }
}
