package io.llmdevops.copilot.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmdevops.copilot.identity.Gate;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/// The server with a token, and with probes and metrics on a port of their own.
@QuarkusTest
@TestProfile(LockedServerTest.Locked.class)
class LockedServerTest {
  private static final String TOKEN = "0123456789abcdef0123456789abcdef";
  private static final String API = "/api/v1/admin/log-level";

  @TestHTTPResource("/")
  String address = "";

  @Inject Gate gate;

  @ConfigProperty(name = "copilot.server.management-port")
  int managementPort;

  /// The settings of this class.
  public static final class Locked implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "copilot.security.admin-token",
          TOKEN,
          "copilot.server.management-port",
          Integer.toString(freePort()));
    }
  }

  private Http http() {
    return new Http(address.replaceAll("/$", ""));
  }

  @Test
  void nobody_gets_in_without_a_credential() {
    HttpResponse<String> refused = http().get(API);
    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(refused.headers().firstValue("WWW-Authenticate")).isPresent();
    assertThat(http().get(API, "Authorization", "Bearer " + TOKEN + "x").statusCode())
        .isEqualTo(401);
    assertThat(http().get(API, "Cookie", "copilot_session=guess").statusCode()).isEqualTo(401);
    assertThat(http().get("/openapi").statusCode()).isEqualTo(401);
  }

  @Test
  void the_token_opens_the_api_for_programs() {
    assertThat(http().get(API, "Authorization", "Bearer " + TOKEN).statusCode()).isEqualTo(200);
    assertThat(
            http()
                .send(
                    "PUT",
                    API,
                    "{\"level\":\"info\"}",
                    "Authorization",
                    "bearer " + TOKEN,
                    "Content-Type",
                    "application/json")
                .statusCode())
        .isEqualTo(200);
  }

  @Test
  void people_are_led_to_the_log_in_page_and_back() {
    HttpResponse<String> led = http().get("/openapi?format=json", "Accept", "text/html");
    assertThat(led.statusCode()).isEqualTo(303);
    assertThat(led.headers().firstValue("Location").orElse(""))
        .endsWith("/login?next=%2Fopenapi%3Fformat%3Djson");
    HttpResponse<String> page = http().get("/login?next=/x");
    assertThat(page.body()).contains("name=\"token\"").contains("value=\"/x\"");
    assertThat(page.body()).contains("/login/favicon.svg");
    assertThat(http().get("/login/favicon.svg").statusCode()).isEqualTo(200);
    HttpResponse<String> done = logIn(TOKEN, "/openapi");
    assertThat(done.statusCode()).isEqualTo(303);
    assertThat(done.headers().firstValue("Location").orElse("")).endsWith("/openapi");
    assertThat(done.headers().firstValue("Set-Cookie").orElse(""))
        .containsIgnoringCase("HttpOnly")
        .containsIgnoringCase("SameSite=Strict")
        .doesNotContain(TOKEN);
    assertThat(http().get(API, "Cookie", cookie(done)).statusCode()).isEqualTo(200);
  }

  @Test
  void a_link_from_elsewhere_is_asked_again_from_our_own_page() {
    HttpResponse<String> again =
        http().get("/openapi", "Accept", "text/html", "Sec-Fetch-Site", "cross-site");
    assertThat(again.statusCode()).isEqualTo(200);
    assertThat(again.body()).contains("http-equiv=\"refresh\"").contains("/openapi");
  }

  @Test
  void the_log_in_page_leads_nowhere_else() {
    for (String evil : new String[] {"//evil.example", "https://evil.example", "/\\evil.example"}) {
      assertThat(logIn(TOKEN, evil).headers().firstValue("Location").orElse(""))
          .as(evil)
          .doesNotContain("evil");
    }
  }

  @Test
  void a_browser_writes_only_with_the_token_of_its_forms() {
    String cookie = cookie(logIn(TOKEN, "/"));
    HttpResponse<String> without =
        http()
            .send(
                "PUT",
                API,
                "{\"level\":\"info\"}",
                "Content-Type",
                "application/json",
                "Cookie",
                cookie);
    assertThat(without.statusCode()).isEqualTo(403);
    String formToken = formToken(cookie);
    HttpResponse<String> with =
        http()
            .send(
                "PUT",
                API,
                "{\"level\":\"info\"}",
                "Content-Type",
                "application/json",
                "Cookie",
                cookie,
                "X-CSRF-Token",
                formToken);
    assertThat(with.statusCode()).isEqualTo(200);
  }

  @Test
  void signing_out_needs_the_form_and_ends_the_session() {
    String cookie = cookie(logIn(TOKEN, "/"));
    String form = "application/x-www-form-urlencoded";
    assertThat(
            http()
                .send("POST", "/sign-out", "csrf=no", "Content-Type", form, "Cookie", cookie)
                .statusCode())
        .isEqualTo(403);
    assertThat(http().get(API, "Cookie", cookie).statusCode()).isEqualTo(200);
    assertThat(
            http()
                .send(
                    "POST",
                    "/sign-out",
                    "csrf=" + formToken(cookie),
                    "Content-Type",
                    form,
                    "Cookie",
                    cookie)
                .statusCode())
        .isEqualTo(303);
    assertThat(http().get(API, "Cookie", cookie).statusCode()).isEqualTo(401);
  }

  @Test
  void probes_and_metrics_answer_on_their_own_port_only() {
    Http management = new Http("http://localhost:" + managementPort);
    assertThat(management.get("/health/ready").statusCode()).isEqualTo(200);
    assertThat(management.get("/metrics").body()).contains("jvm_memory_used_bytes");
    assertThat(management.get(API).statusCode()).isEqualTo(404);
    assertThat(http().get("/health/ready").statusCode()).isEqualTo(404);
    assertThat(http().get("/metrics").statusCode()).isEqualTo(404);
  }

  private HttpResponse<String> logIn(String token, String next) {
    return http()
        .send(
            "POST",
            "/login",
            "token=" + token + "&next=" + URLEncoder.encode(next, StandardCharsets.UTF_8),
            "Content-Type",
            "application/x-www-form-urlencoded");
  }

  private static String cookie(HttpResponse<String> answer) {
    return answer.headers().firstValue("Set-Cookie").orElse("").replaceFirst(";.*", "");
  }

  private String formToken(String cookie) {
    return gate.formToken(cookie.substring(cookie.indexOf('=') + 1));
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
