package io.llmdevops.copilot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.llmdevops.copilot.cli.text.Screen;
import io.llmdevops.copilot.platform.database.TestDatabase;
import io.llmdevops.copilot.platform.time.SystemTime;
import io.llmdevops.copilot.testkit.PrometheusProcess;
import io.llmdevops.copilot.testkit.RedisProcess;
import io.llmdevops.copilot.testkit.TestAuthority;
import io.llmdevops.copilot.testkit.models.AnthropicWire;
import io.llmdevops.copilot.testkit.models.ModelServer;
import io.llmdevops.copilot.testkit.models.OpenAiWire;
import io.llmdevops.copilot.testkit.models.Script;
import io.llmdevops.copilot.testkit.models.WireFormat.Stop;
import io.llmdevops.copilot.testkit.models.WireFormat.Trouble;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The command against real servers: what it says of each that is there, away, or wrongly named.
class DoctorTest {
  @TempDir Path folder;
  private final Map<String, String> environment = new HashMap<>();
  private final StringWriter out = new StringWriter();
  private int code;

  @BeforeEach
  void begin() {
    environment.put("PATH", System.getenv("PATH"));
    environment.put("COPILOT_DATA_DIR", folder.resolve("data").toString());
    environment.put("COPILOT_SERVER_PORT", Integer.toString(freePort()));
  }

  private record Check(String state, String detail, String mend) {}

  private record Checks(Map<String, Check> byName) {
    Check of(String name) {
      assertThat(byName).containsKey(name);
      return Objects.requireNonNull(byName.get(name));
    }
  }

  private Checks examine() throws IOException {
    out.getBuffer().setLength(0);
    Map<String, Check> checks = new HashMap<>();
    for (JsonNode check : new ObjectMapper().readTree(run("--output", "json")).path("checks")) {
      checks.put(
          check.path("check").asText(),
          new Check(
              check.path("state").asText(),
              check.path("detail").asText(),
              check.path("mend").asText()));
    }
    return new Checks(checks);
  }

  private String run(String... options) {
    Screen screen = new Screen(new PrintWriter(out), Optional.empty(), environment);
    PrintWriter err = new PrintWriter(new StringWriter());
    Session session =
        new Session(environment, screen, err, SystemTime.source(), Optional.of(folder));
    String[] words = new String[options.length + 1];
    words[0] = "doctor";
    System.arraycopy(options, 0, words, 1, options.length);
    code = CopilotCommand.run(session, words);
    return out.toString();
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void configure(String yaml) throws IOException {
    Path file = Files.writeString(folder.resolve("copilot.yaml"), yaml);
    environment.put("COPILOT_CONFIG", file.toString());
  }

  @Test
  void an_empty_machine_is_well_and_only_lacks_a_source() throws Exception {
    Checks checks = examine();

    assertThat(code).isZero();
    assertThat(checks.byName)
        .allSatisfy((name, check) -> {
          assertThat(check.state)
              .as(name + check)
              .isEqualTo(name.equals("sources") ? "warn" : "ok");
        });
    assertThat(checks.of("java").detail).contains(System.getProperty("java.home"));
    assertThat(checks.of("data folder").detail).contains("will be made");
    assertThat(checks.of("database").detail).contains("embedded");
    assertThat(checks.of("redis").detail).contains("none configured");
    assertThat(checks.of("sources").mend).contains("COPILOT_PROMETHEUS_URL");
  }

  @Test
  void people_get_a_line_a_check_and_how_to_mend_it_below() {
    String text = run();

    assertThat(text).containsPattern("(?m)^ok +java +25");
    assertThat(text)
        .containsPattern("(?m)^warn +sources +none is configured.*\\n +Set COPILOT_PRO");
  }

  @Test
  void a_setting_that_nobody_knows_is_named() throws Exception {
    environment.put("COPILOT_DB_ULR", "x");

    Check configuration = examine().of("configuration");

    assertThat(code).isEqualTo(1);
    assertThat(configuration.detail).contains("COPILOT_DB_ULR").contains("COPILOT_DB_URL");
  }

  @Test
  void a_data_folder_that_everybody_can_read_is_told() throws Exception {
    Path data = Files.createDirectories(folder.resolve("data"));
    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));

    assertThat(examine().of("data folder").mend).isEqualTo("chmod o-r " + data);
  }

  @Test
  void a_data_folder_that_is_a_file_is_refused() throws Exception {
    Files.writeString(folder.resolve("data"), "in the way");

    assertThat(examine().of("data folder").state).isEqualTo("fail");
    assertThat(code).isEqualTo(1);
  }

  @Test
  void a_port_in_use_fails_unless_it_is_a_copilot_that_uses_it() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ScriptedServer copilot = new ScriptedServer().answer("GET /health/live", "{}")) {
      environment.put("COPILOT_SERVER_PORT", copilot.url().replaceAll(".*:", ""));
      assertThat(examine().of("port").detail).contains("a copilot answers at " + copilot.url());

      environment.put("COPILOT_SERVER_PORT", Integer.toString(taken.getLocalPort()));
      Check port = examine().of("port");
      assertThat(port.state).isEqualTo("fail");
      assertThat(port.detail).contains(":" + taken.getLocalPort() + " cannot be used");
      assertThat(port.mend).contains("COPILOT_SERVER_PORT");
    }
  }

  @Test
  void a_copilot_is_known_by_its_port_for_probes_too() throws Exception {
    try (ScriptedServer pages = new ScriptedServer();
        ScriptedServer probes = new ScriptedServer().answer("GET /health/live", "{}")) {
      environment.put("COPILOT_SERVER_PORT", pages.url().replaceAll(".*:", ""));
      environment.put("COPILOT_SERVER_MANAGEMENT_PORT", probes.url().replaceAll(".*:", ""));

      assertThat(examine().of("port").state).isEqualTo("ok");
    }
  }

  @Test
  void an_address_that_all_can_reach_wants_a_token() throws Exception {
    environment.put("COPILOT_SERVER_HOST", "0.0.0.0");

    assertThat(examine().of("access").detail).contains("COPILOT_ADMIN_TOKEN");
    assertThat(code).isEqualTo(1);

    environment.put("COPILOT_ADMIN_TOKEN", "0123456789abcdef0123456789abcdef");
    assertThat(examine().byName).doesNotContainKey("access");
  }

  @Test
  void a_database_tells_its_release_its_migrations_and_its_clock() throws Exception {
    try (TestDatabase database = TestDatabase.fresh()) {
      use(database, database.password());

      Checks checks = examine();

      assertThat(checks.of("database").state).isEqualTo("ok");
      assertThat(checks.of("database").detail)
          .containsPattern("PostgreSQL \\d+.* [1-9]\\d* migrations applied, 0 to come");
      assertThat(checks.of("clock").detail).contains("agrees");
    }
  }

  private void use(TestDatabase database, String password) {
    environment.put("COPILOT_DB_URL", database.url());
    environment.put("COPILOT_DB_USER", database.user());
    environment.put("COPILOT_DB_PASSWORD", password);
  }

  @Test
  void a_database_that_is_away_is_told_with_its_address() throws Exception {
    int port = freePort();
    environment.put("COPILOT_DB_URL", "jdbc:postgresql://127.0.0.1:" + port + "/copilot");

    Check database = examine().of("database");

    assertThat(database.state).isEqualTo("fail");
    assertThat(database.detail).contains("127.0.0.1:" + port).contains("refused");
    assertThat(database.mend).contains("COPILOT_DB_URL");
  }

  @Test
  void a_database_that_wants_tls_or_is_none_is_told() throws Exception {
    try (TestDatabase database = TestDatabase.fresh()) {
      use(database, database.password());
      environment.put("COPILOT_DB_TLS", "require");
      assertThat(examine().of("database").detail).contains("SSL");
    }
    environment.put("COPILOT_DB_URL", "mysql://127.0.0.1/copilot");
    assertThat(examine().of("database").detail).contains("jdbc:postgresql://");
  }

  @Test
  void redis_is_well_with_its_password_and_over_tls() throws Exception {
    TestAuthority authority = TestAuthority.create(folder);
    try (RedisProcess redis = RedisProcess.start(folder, "--requirepass", "secret");
        RedisProcess tls = RedisProcess.startTls(folder, authority.sign("r", "DNS:localhost"))) {
      environment.put("COPILOT_REDIS_URL", "redis://:secret@127.0.0.1:" + redis.port());
      assertThat(redis()).isEqualTo(new Check("ok", "answers", ""));

      environment.put("COPILOT_REDIS_URL", "rediss://localhost:" + tls.port());
      assertThat(redis().mend).contains("COPILOT_REDIS_TLS_CA");
      environment.put("COPILOT_REDIS_TLS_CA", authority.certificate().toString());
      assertThat(redis().state).isEqualTo("ok");
    }
  }

  private Check redis() throws IOException {
    return examine().of("redis");
  }

  @Test
  void what_is_wrong_with_redis_is_told_with_how_to_mend_it() throws Exception {
    try (RedisProcess redis = RedisProcess.start(folder, "--requirepass", "secret")) {
      environment.put("COPILOT_REDIS_URL", "redis://127.0.0.1:" + redis.port());
      assertThat(redis().mend).contains("password");
      environment.put("COPILOT_REDIS_URL", "redis://:wrong@127.0.0.1:" + redis.port());
      Check wrong = redis();
      assertThat(wrong.mend).contains("password");
      assertThat(wrong.toString()).doesNotContain(":wrong@");

      redis.stop();
      Check away = redis();
      assertThat(away.state).as("the server works without it").isEqualTo("warn");
      assertThat(away.detail).contains("refused");
      assertThat(code).isZero();
    }
    environment.put("COPILOT_REDIS_URL", "http://127.0.0.1");
    assertThat(redis().state).isEqualTo("fail");
    assertThat(redis().mend).contains("COPILOT_REDIS_URL");
  }

  @Test
  void each_source_is_asked() throws Exception {
    try (PrometheusProcess prometheus = PrometheusProcess.start(folder, "");
        ScriptedServer locked =
            new ScriptedServer().answer("GET /api/v1/query", 401, "Unauthorized", "")) {
      locked.answer("POST /api/v1/query", 401, "Unauthorized", "");
      configure(
          """
          sources:
            prometheus-url: %s
            prometheus:
              locked:
                url: %s
                user: somebody
                password: wrong-secret
              away:
                url: http://127.0.0.1:%d
          """
              .formatted(prometheus.url(), locked.url(), freePort()));

      Checks checks = examine();

      assertThat(checks.of("source prometheus")).isEqualTo(new Check("ok", "answers", ""));
      assertThat(checks.of("source locked").state).isEqualTo("fail");
      assertThat(checks.of("source locked").detail).contains("401");
      assertThat(checks.of("source away").state).isEqualTo("fail");
      assertThat(checks.of("source away").mend).contains("docs/use/sources.md");
      assertThat(checks.toString()).doesNotContain("wrong-secret");
      assertThat(code).isEqualTo(1);
    }
  }

  @Test
  void a_source_without_a_usable_address_is_a_problem_of_the_configuration() throws Exception {
    environment.put("COPILOT_PROMETHEUS_URL", "not a url");

    assertThat(examine().of("sources").detail).contains("prometheus-url");
    assertThat(code).isEqualTo(1);
  }

  @Test
  void each_model_is_asked_and_what_to_mend_is_said() throws Exception {
    try (ModelServer well =
            new ModelServer(Script.answer().text("ready").end(Stop.END).in(new OpenAiWire()));
        ModelServer strict =
            new ModelServer(Script.refuse(new AnthropicWire(), Trouble.BAD_KEY, Map.of()))) {
      configure(
          """
          llm:
            providers:
              well: {type: openai-compatible, url: "%s/v1"}
              strict: {type: anthropic, url: "%s", api-key: wrong-key-123}
              away: {type: ollama, url: "http://127.0.0.1:%d"}
            models:
              one: {provider: well, model: m}
              two: {provider: strict, model: m}
              three: {provider: away, model: m}
          """
              .formatted(well.url(), strict.url(), freePort()));

      Checks checks = examine();

      assertThat(code).isEqualTo(1);
      assertThat(checks.of("model one").state).isEqualTo("ok");
      assertThat(checks.of("model one").detail).contains("answers, the first token after");
      assertThat(checks.of("model two").state).isEqualTo("fail");
      assertThat(checks.of("model two").mend).contains("copilot.llm.providers.strict.api-key-file");
      assertThat(checks.of("model two").detail).doesNotContain("wrong-key-123");
      assertThat(checks.of("model three").detail).contains("refused");
      assertThat(checks.of("model three").mend).contains("copilot.llm.providers.away.url");
    }
  }
}
