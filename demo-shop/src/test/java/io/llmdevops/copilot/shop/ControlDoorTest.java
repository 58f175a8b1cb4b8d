package io.llmdevops.copilot.shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ControlDoorTest {

  private OpenShop open;

  @BeforeEach
  void open() throws Exception {
    open = new OpenShop();
  }

  @AfterEach
  void close() {
    open.close();
  }

  @Test
  void a_fault_is_switched_on_and_off() throws Exception {
    var fault = "{\"fault\":\"latency\",\"service\":\"cart\"}";

    assertThat(open.control("POST", fault).statusCode()).isEqualTo(200);
    assertThat(open.control("POST", fault).statusCode()).isEqualTo(200);
    assertThat(open.shop.faults().isActive(Fault.Kind.LATENCY, "cart")).isTrue();
    assertThat(open.control("GET", "").body()).contains("\"latency\"").contains("\"cart\"");

    assertThat(open.control("DELETE", "").body()).isEqualTo("{\"active\":[]}");
    assertThat(open.announcements)
        .containsExactly("FAULT latency cart started", "FAULT latency cart ended");
  }

  @Test
  void without_a_service_the_usual_one_breaks() throws Exception {
    open.control("POST", "{\"fault\":\"errors\"}");

    assertThat(open.shop.faults().active())
        .containsExactly(new Fault(Fault.Kind.ERRORS, "inventory"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "POST | 400 | {\"fault\":\"flood\"} | no fault is called 'flood'",
        "POST | 400 | {\"fault\":\"latency\",\"service\":\"bakery\"} | no service is called 'bakery'",
        "POST | 400 | hello | send {",
        "POST | 400 | {} | send {",
        "PUT | 405 | {} | GET, POST or DELETE",
      })
  void what_is_wrong_is_said(String method, int status, String body, String message)
      throws Exception {
    var answer = open.control(method, body);

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.body().replace("\\\"", "\"")).contains(message);
    assertThat(open.shop.faults().active()).isEmpty();
  }

  @Test
  void a_huge_body_is_refused() throws Exception {
    assertThat(open.control("POST", "x".repeat(5000)).statusCode()).isEqualTo(413);
  }

  @Test
  void a_page_in_a_browser_is_refused() throws Exception {
    var request =
        HttpRequest.newBuilder(open.shop.control().resolve("/control/fault"))
            .DELETE()
            .header("Origin", "https://example.org")
            .build();
    try (var http = HttpClient.newHttpClient()) {
      assertThat(http.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(403);
    }
  }
}
