package io.llmdevops.copilot.web.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The pages as a browser without scripts sees them.
@QuarkusTest
class PagesTest {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @SuppressWarnings("NullAway.Init")
  @TestHTTPResource("/")
  URI root;

  @Inject Jdbi jdbi;

  @BeforeEach
  void a_shop_in_trouble() {
    ShopInTrouble.seed(jdbi);
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return CLIENT.send(
        HttpRequest.newBuilder(root.resolve(path)).header("Accept", "text/html, */*;q=0.8").build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String path, String form)
      throws IOException, InterruptedException {
    return CLIENT.send(
        HttpRequest.newBuilder(root.resolve(path))
            .header("Accept", "text/html")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private long version(String number) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery("select version from incident where number = :number")
            .bind("number", Long.parseLong(number))
            .mapTo(Long.class)
            .one());
  }

  @Test
  void the_overview_leads_with_the_most_urgent_incident() throws Exception {
    HttpResponse<String> page = get("/");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body())
        .contains("3 open incidents, the worst in payment", "Errors in checkout and storefront")
        .contains("Watching 132 series")
        .contains("Watch pool use: main answered 503");
    assertThat(page.body().indexOf("id=\"lead-i5\"")).isPositive();
  }

  @Test
  void the_list_is_filtered_by_its_address() throws Exception {
    assertThat(get("/incidents").body())
        .contains("INC-5", "INC-4", "INC-3")
        .doesNotContain("INC-2</span>");
    assertThat(get("/incidents?status=resolved").body())
        .contains("INC-2", "INC-1")
        .doesNotContain("INC-5</span>");
    assertThat(get("/incidents?severity=critical&service=payment&q=ERRORS").body())
        .contains("INC-5</span>")
        .doesNotContain("INC-4</span>");
    assertThat(get("/incidents?q=nowhere").body()).contains("No incident matches");
  }

  @Test
  void an_incident_shows_its_suspects_with_references_to_evidence() throws Exception {
    String page = get("/incidents/INC-5").body();
    assertThat(page)
        .contains("payment slowed down first")
        .contains("href=\"#e1\"", "id=\"e1\"", "data-chart=\"/evidence/")
        .contains("Call path")
        .contains("CheckoutErrorsHigh");
  }

  @Test
  void what_is_not_explained_yet_says_so() throws Exception {
    assertThat(get("/incidents/INC-4").body()).contains("Looking for the cause");
    assertThat(get("/incidents/INC-3").body()).contains("No cause named");
  }

  @Test
  void acknowledging_works_without_scripts() throws Exception {
    HttpResponse<String> answer = post("/incidents/INC-5/acknowledge", "version=" + version("5"));
    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(get("/incidents/INC-5").body()).contains("status-acknowledged");
  }

  @Test
  void a_stale_form_is_refused_with_the_current_state() throws Exception {
    long stale = version("5");
    post("/incidents/INC-5/comment", "text=first");
    HttpResponse<String> answer = post("/incidents/INC-5/resolve", "version=" + stale);
    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(answer.body()).contains("Not done", "Decide again");
    assertThat(get("/incidents/INC-5").body()).contains("status-investigating");
  }

  @Test
  void a_comment_is_printed_as_text() throws Exception {
    post("/incidents/INC-5/comment", "text=%3Cscript%3Ealert(1)%3C%2Fscript%3E");
    assertThat(get("/incidents/INC-5").body())
        .contains("&lt;script&gt;alert(1)&lt;/script&gt;")
        .doesNotContain("<script>alert");
  }

  @Test
  void a_view_is_saved_and_deleted() throws Exception {
    HttpResponse<String> saved =
        post("/incidents/views", "name=Night+shift&query=severity%3Dcritical");
    assertThat(saved.headers().firstValue("location").orElseThrow())
        .endsWith("/incidents?severity=critical");
    String page = get("/incidents").body();
    assertThat(page).contains("Night shift");
    String id = page.replaceAll("(?s).*action=\"/incidents/views/([0-9a-f-]+)/delete\".*", "$1");
    post("/incidents/views/" + id + "/delete", "");
    assertThat(get("/incidents").body()).doesNotContain("Night shift");
  }

  @Test
  void signals_and_watches_are_tables() throws Exception {
    assertThat(get("/signals").body()).contains("↑ 1.94", "payment-6f7c9");
    assertThat(get("/signals?service=catalog").body()).doesNotContain("payment-6f7c9");
    assertThat(get("/watches").body()).contains("histogram_quantile", "query queue is full");
  }

  @Test
  void evidence_has_a_page_and_a_chart() throws Exception {
    String id =
        get("/incidents/INC-5").body().replaceAll("(?s).*?/evidence/([0-9a-f-]+)/chart.*", "$1");
    assertThat(get("/evidence/" + id).body()).contains("p99 latency of payment", "INC-5");
    HttpResponse<String> chart = get("/evidence/" + id + "/chart");
    assertThat(chart.body()).startsWith("{\"unit\":\"s\",\"x\":[");
    assertThat(chart.headers().firstValue("etag")).isPresent();
  }

  @Test
  void assets_may_be_kept_for_ever() throws Exception {
    String asset = get("/").body().replaceAll("(?s).*src=\"([^\"]*js/app.js)\".*", "$1");
    assertThat(get(asset).headers().firstValue("cache-control"))
        .contains("public, max-age=31536000, immutable");
    assertThat(get("/assets/other/js/app.js").headers().firstValue("cache-control"))
        .contains("no-cache");
  }

  @Test
  void a_chosen_theme_is_printed_by_the_server() throws Exception {
    HttpResponse<String> page =
        CLIENT.send(
            HttpRequest.newBuilder(root).header("Cookie", "theme=dark").build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(page.body()).contains("<html lang=\"en\" data-theme=\"dark\">");
  }

  @Test
  void failures_are_pages_too() throws Exception {
    HttpResponse<String> missing = get("/incidents/INC-999");
    assertThat(missing.statusCode()).isEqualTo(404);
    assertThat(missing.body()).contains("Not here", "there is no incident", "Go to the overview");
    assertThat(get("/nowhere").body()).contains("Not here");
    assertThat(post("/incidents/INC-5/comment", "text=").body()).contains("write something");
  }

  @Test
  void no_page_holds_a_script_or_a_style_of_its_own() throws Exception {
    for (String path :
        new String[] {"/", "/incidents", "/incidents/INC-5", "/signals", "/watches"}) {
      assertThat(get(path).body())
          .doesNotContainPattern("<script(?![^>]*src=)")
          .doesNotContain("<style", " style=\"", " onclick=", " onload=", "hx-on");
    }
  }
}
