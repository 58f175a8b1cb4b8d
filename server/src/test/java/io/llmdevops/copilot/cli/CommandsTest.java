package io.llmdevops.copilot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmdevops.copilot.cli.text.Screen;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandsTest {
  private static final Instant NOW = Instant.parse("2026-11-23T18:05:00Z");
  private static final String INCIDENT =
      """
      {"id": "0f7e", "label": "INC-3", "version": 7, "title": "payment is slow",
       "status": "investigating", "severity": "critical",
       "service": "payment", "services": ["payment", "checkout", "frontend"],
       "started_at": "2026-11-23T18:01:00Z", "detected_at": "2026-11-23T18:01:14Z",
       "explanation": "explained", "headline": "payment p99 latency rose from 42 ms to 910 ms"}
      """;

  @TempDir Path folder;
  private final ScriptedServer server = new ScriptedServer();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final Map<String, String> environment = new HashMap<>();

  @AfterEach
  void stop() {
    server.close();
  }

  private int run(String... words) {
    environment.putIfAbsent("COPILOT_URL", server.url());
    Session session =
        new Session(
            environment,
            new Screen(new PrintWriter(out), Optional.empty(), environment),
            new PrintWriter(err, true),
            () -> NOW,
            Optional.of(folder));
    return CopilotCommand.run(session, words);
  }

  @Test
  void a_list_is_a_table_of_open_incidents() {
    server.answer("GET /api/v1/incidents", "{\"items\": [" + INCIDENT + "], \"next\": null}");

    assertThat(run("incidents", "list")).isZero();

    assertThat(out.toString().lines())
        .containsExactly(
            "INCIDENT  SEVERITY  STATUS               DETECTED  SERVICES    TITLE",
            "INC-3     critical  investigating  3 min 46 s ago  payment +2  payment p99 latency rose"
                + " from 42 ms to 910 ms");
    assertThat(server.asked.getFirst().path()).contains("open=true").contains("limit=50");
  }

  @Test
  void json_is_the_answer_of_the_api() {
    server.answer("GET /api/v1/incidents", "{\"items\": [], \"next\": \"abc\", \"new\": 1}");

    assertThat(run("incidents", "list", "--all", "--output", "json")).isZero();

    assertThat(out.toString().replaceAll("\\s", ""))
        .isEqualTo("{\"items\":[],\"next\":\"abc\",\"new\":1}");
    assertThat(server.asked.getFirst().path()).doesNotContain("open=");
  }

  @Test
  void filters_are_handed_to_the_server() {
    server.answer("GET /api/v1/incidents", "{\"items\": []}");

    run("incidents", "list", "--status", "resolved,detected", "--service", "a&b", "--cursor", "x=");

    assertThat(server.asked.getFirst().path())
        .contains("status=resolved&status=detected")
        .contains("service=a%26b")
        .contains("cursor=x%3D");
  }

  @Test
  void an_incident_shows_cause_evidence_and_timeline() {
    server
        .answer("GET /api/v1/incidents/INC-3", INCIDENT)
        .answer(
            "GET /api/v1/incidents/INC-3/suspects",
            """
            {"items": [{"rank": 1, "service": "payment", "kind": "latency_p99", "role": "root",
              "score": 0.9, "statement": "p99 latency rose", "evidence": ["ev-1", "ev-2"]}]}
            """)
        .answer(
            "GET /api/v1/incidents/INC-3/evidence",
            """
            {"items": [
              {"id": "ev-2", "title": "callers", "unit": "req/s", "result": {"series": []}},
              {"id": "ev-1", "title": "payment p99", "unit": "s",
               "result": {"series": [{"values": [0.04, 0.04, null, 0.9]}]}}]}
            """)
        .answer(
            "GET /api/v1/incidents/INC-3/timeline",
            """
            {"items": [{"at": "2026-11-23T18:01:14Z", "actor": "copilot", "kind": "detected",
              "text": "first seen"}]}
            """);

    assertThat(run("incidents", "show", "3")).isZero();

    assertThat(out.toString())
        .contains("INC-3  critical  investigating  payment is slow")
        .contains("payment p99 latency rose from 42 ms to 910 ms")
        .contains(" 1  payment  p99 latency rose [1][2]")
        .contains(" [1]  ▁▁ █  payment p99  40 ms to 900 ms")
        .contains("ev-2")
        .contains(server.url() + "/incidents/INC-3")
        .contains("first seen");
  }

  @Test
  void an_acknowledgement_names_the_version_that_was_read_and_can_be_repeated() {
    server
        .answer("GET /api/v1/incidents/INC-3", 200, INCIDENT, "\"7\"")
        .answer("POST /api/v1/incidents/INC-3/acknowledge", INCIDENT);

    assertThat(run("incidents", "ack", "INC-3", "--comment", "I look")).isZero();

    var change = server.asked.getLast();
    assertThat(change.header("If-match")).isEqualTo("\"7\"");
    assertThat(change.header("Idempotency-key")).hasSizeGreaterThan(20);
    assertThat(change.body()).isEqualTo("{\"note\":\"I look\"}");
    assertThat(out.toString()).isEqualTo("INC-3 is acknowledged\n");
  }

  @Test
  void a_change_of_what_has_changed_meanwhile_is_refused() {
    server.answer("POST /api/v1/incidents/INC-3/resolve", 412, "{\"title\": \"stale\"}", "");

    assertThat(run("incidents", "resolve", "3", "--if-version", "6")).isEqualTo(1);

    assertThat(server.asked.getFirst().header("If-match")).isEqualTo("\"6\"");
    assertThat(err.toString())
        .isEqualTo("copilot: it has changed since you looked. Look again, then repeat.\n");
  }

  @Test
  void a_server_that_is_not_there_is_one_line_and_exit_code_3() {
    server.close();

    assertThat(run("incidents", "list")).isEqualTo(3);

    assertThat(err.toString().lines()).hasSize(1);
    assertThat(err.toString()).contains(server.url()).contains("./copilot start");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void an_unknown_incident_is_what_the_server_says() {
    assertThat(run("incidents", "show", "INC-99")).isEqualTo(1);
    assertThat(err.toString()).isEqualTo("copilot: nothing is here\n");
  }

  @Test
  void a_missing_token_is_asked_for_and_a_given_one_is_sent() throws Exception {
    server.answer("GET /api/v1/signals", 401, "{}", "");

    assertThat(run("signals")).isEqualTo(4);
    assertThat(err.toString()).contains("COPILOT_TOKEN");

    Path file = Files.writeString(folder.resolve("token"), "secret-of-the-file\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    run("signals", "--token-file", file.toString());
    assertThat(server.asked.getLast().header("Authorization"))
        .isEqualTo("Bearer secret-of-the-file");
  }

  @Test
  void a_token_that_others_can_read_is_refused() throws Exception {
    Path file = Files.writeString(folder.resolve("token"), "secret");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

    assertThat(run("signals", "--token-file", file.toString())).isEqualTo(4);

    assertThat(err.toString()).contains("chmod 600").doesNotContain("secret\n");
    assertThat(server.asked).isEmpty();
  }

  @Test
  void an_answer_that_is_no_json_is_not_ours() {
    server.answer("GET /api/v1/signals", "<html>a router's page</html>");

    assertThat(run("signals")).isEqualTo(1);
    assertThat(err.toString()).contains("not JSON").contains("is it the copilot?");
  }

  @Test
  void a_wrong_word_is_exit_code_2_with_the_nearest() {
    assertThat(run("incidents", "lst")).isEqualTo(2);
    assertThat(err.toString()).contains("Did you mean").contains("list");

    assertThat(run("signals", "--output", "xml")).isEqualTo(2);
    assertThat(err.toString()).contains("'xml' is not table or json");
  }

  @Test
  void an_address_that_is_none_is_named() {
    assertThat(run("signals", "--server", "localhost:3000")).isEqualTo(2);
    assertThat(err.toString()).contains("localhost:3000").contains("http://host:port");
  }

  @Test
  void a_running_demo_is_found_by_its_marker() throws Exception {
    environment.put("COPILOT_URL", " ");
    server.answer("GET /api/v1/signals", "{\"items\": []}");
    Files.createDirectories(folder.resolve("target"));
    Files.writeString(
        folder.resolve("target/copilot.demo"),
        server.url() + "\n" + ProcessHandle.current().pid() + "\n");

    assertThat(run("signals")).isZero();
    assertThat(out.toString()).isEqualTo("Everything is in its expected range.\n");
  }

  @Test
  void version_and_completion_need_no_server() {
    server.close();

    assertThat(run("version", "--output", "json")).isZero();
    assertThat(out.toString()).contains("\"version\" : \"1.");
    assertThat(run("completion")).isZero();
    assertThat(out.toString()).contains("_complete_copilot").contains("incidents");
  }

  @Test
  void a_program_error_says_so_in_one_line() {
    server.answer("GET /api/v1/signals", "{\"items\": [{\"ended_at\": \"yesterday\"}]}");

    assertThat(run("signals")).isEqualTo(1);
    assertThat(err.toString().lines()).hasSize(1);
  }

  private static final String MODEL =
      """
      {"name": "gpt", "standard": true, "fallback": null, "model": "gpt-5-mini",
       "max_output_tokens": 8192, "context_tokens": 400000, "images": true,
       "price_input": 0.25, "price_output": 2.0,
       "provider": {"name": "openai", "type": "openai", "address": "https://api.openai.com",
         "breaker": "closed", "in_flight": 2, "parallel": 16}}
      """;

  @Test
  void models_are_listed_with_what_they_cost_and_how_their_provider_is() {
    server.answer("GET /api/v1/models", "{\"items\": [" + MODEL + "]}");

    assertThat(run("models")).isZero();

    assertThat(out.toString().lines())
        .containsExactly(
            "MODEL  ASKED  PROVIDER         CALLED       OUT  CONTEXT      PRICE  STATE",
            "gpt    first  openai (openai)  gpt-5-mini  8192   400000  0.25/2.00  well, 2/16 busy");
  }

  @Test
  void a_test_of_a_model_tells_its_first_token_and_what_it_used() {
    server.answer(
        "POST /api/v1/models/gpt/test",
        """
        {"name": "gpt", "ok": true, "text": "ready\\u001b[2J", "reported_model": "gpt-5-mini-2025",
         "first_token_ms": 412, "took_ms": 530, "input_tokens": 14, "output_tokens": 2,
         "cost": 0.0000075}
        """);

    assertThat(run("models", "test", "gpt")).isZero();

    assertThat(out.toString().lines())
        .containsExactly(
            "gpt answers: ready [2J",
            "first token after 412 ms, all after 530 ms; 14 tokens in, 2 out, cost 0.000008;"
                + " gpt-5-mini-2025");
  }

  @Test
  void a_model_that_does_not_answer_is_a_failed_test() {
    server.answer(
        "POST /api/v1/models/gpt/test",
        """
        {"name": "gpt", "ok": false, "problem": "key_refused",
         "detail": "the provider refused the API key (HTTP 401)", "text": ""}
        """);

    assertThat(run("models", "test", "gpt")).isEqualTo(1);

    assertThat(out.toString())
        .isEqualToIgnoringNewLines(
            "gpt does not answer: the provider refused the API key (HTTP 401) (key_refused)");
  }
}
