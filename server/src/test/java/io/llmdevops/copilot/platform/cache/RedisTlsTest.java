package io.llmdevops.copilot.platform.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmdevops.copilot.testkit.RedisProcess;
import io.llmdevops.copilot.testkit.TestAuthority;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisTlsTest extends RedisFastPathContract {
  @TempDir static Path folder = Path.of("");

  @SuppressWarnings("NullAway.Init") // by settings()
  private TestAuthority authority;

  private int port;

  @Override
  Settings settings() {
    authority = TestAuthority.create(folder);
    port = RedisProcess.startTls(folder, authority.sign("redis", "DNS:localhost")).port();
    return settings("localhost", Optional.of(authority));
  }

  private Settings settings(String host, Optional<TestAuthority> trusted) {
    return new Settings(
        "rediss://" + host + ":" + port,
        "single",
        trusted.map(authority -> authority.certificate().toString()));
  }

  @Test
  void a_certificate_that_nobody_vouches_for_is_refused() {
    for (Optional<TestAuthority> trusted :
        List.of(Optional.<TestAuthority>empty(), Optional.of(TestAuthority.create(folder)))) {
      try (FastPath stranger = pod(settings("localhost", trusted))) {
        assertThat(stranger.trouble()).isPresent();
      }
    }
  }

  @Test
  void a_certificate_for_another_name_is_refused() {
    try (FastPath elsewhere = pod(settings("127.0.0.1", Optional.of(authority)))) {
      assertThat(elsewhere.trouble()).isPresent();
    }
  }
}
