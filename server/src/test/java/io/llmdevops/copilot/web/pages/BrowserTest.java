package io.llmdevops.copilot.web.pages;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.llmdevops.copilot.incidents.Action;
import io.llmdevops.copilot.incidents.Incidents;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The pages in a real browser.
@QuarkusTest
class BrowserTest {
  private static final List<String> PAGES =
      List.of(
          "/",
          "/incidents",
          "/incidents?status=all&severity=warning",
          "/incidents/INC-5",
          "/incidents/INC-3",
          "/incidents/INC-4",
          "/signals",
          "/watches");
  private static final String ENTER = "\uE007";

  @SuppressWarnings("NullAway.Init")
  @TestHTTPResource("/")
  URI root;

  @Inject Jdbi jdbi;
  @Inject Incidents incidents;

  /// One for all tests; Quarkus makes a new instance for each.
  private static @Nullable Browser shared;

  private final Browser browser = shared();

  private static synchronized Browser shared() {
    Browser running = shared == null ? Browser.start() : shared;
    shared = running;
    return running;
  }

  @BeforeEach
  void a_shop_in_trouble() {
    ShopInTrouble.seed(jdbi);
    browser.size(1280, 900);
    browser.forget();
  }

  @AfterAll
  static void close() {
    if (shared != null) {
      shared.close();
    }
  }

  /// Loaded, live, and marked, so that a reload is noticed.
  private void open(String path) {
    browser.open(root.resolve(path));
    browser.await("document.body.dataset.feedState === 'open'");
    browser.run("window.loaded = true");
  }

  private void sameLoad() {
    assertThat(browser.run("return window.loaded === true").asBoolean()).isTrue();
  }

  @Test
  void no_page_complains_and_all_show_their_parts() {
    for (String page : PAGES) {
      open(page);
      assertThat(browser.run("return document.querySelectorAll('h1').length").asInt())
          .as(page)
          .isEqualTo(1);
      assertThat(browser.complaints()).as(page).isEmpty();
    }
  }

  @Test
  void a_failure_is_shown_in_the_same_frame() {
    browser.open(root.resolve("/incidents/INC-999"));
    browser.await("document.querySelector('h1').innerText === 'Not here'");
    assertThat(browser.run(Accessibility.CHECK)).isEmpty();
    // The browser itself reports the status of the page.
    assertThat(browser.complaints()).allMatch(complaint -> complaint.contains("404"));
  }

  @Test
  void nothing_scrolls_sideways_on_a_phone() {
    browser.size(390, 844);
    for (String page : PAGES) {
      open(page);
      assertThat(browser.run("return document.documentElement.scrollWidth - innerWidth").asInt())
          .as(page)
          .isZero();
    }
  }

  @Test
  void everything_has_a_name_for_those_who_do_not_see_it() {
    for (String page : PAGES) {
      open(page);
      JsonNode faults = browser.run(Accessibility.CHECK);
      assertThat(faults).as(page + ": " + faults).isEmpty();
    }
  }

  @Test
  void keys_move_through_the_list_and_open_an_incident() {
    open("/incidents");
    browser.press("jj");
    assertThat(browser.run("return document.activeElement.closest('[data-row]').id").asText())
        .isEqualTo("i5");
    browser.press("k");
    assertThat(browser.run("return document.activeElement.closest('[data-row]').id").asText())
        .isEqualTo("i4");
    browser.press("j" + ENTER);
    browser.await("location.pathname === '/incidents/INC-5'");
    browser.await("document.readyState === 'complete'");
    browser.press("gs");
    browser.await("location.pathname === '/signals'");
  }

  @Test
  void the_question_mark_shows_the_keys_and_the_slash_searches() {
    open("/incidents");
    browser.press("?");
    assertThat(browser.run("return document.getElementById('keys').open").asBoolean()).isTrue();
    browser.press("\uE00C");
    browser.await("!document.getElementById('keys').open");
    browser.press("/gi");
    assertThat(browser.run("return document.activeElement.name + document.activeElement.value"))
        .hasToString("\"qgi\"");
    sameLoad();
  }

  @Test
  void a_key_acknowledges_without_a_reload() {
    open("/incidents/INC-5");
    browser.press("a");
    browser.await("document.querySelector('.status-acknowledged')");
    sameLoad();
    assertThat(incidents.get("INC-5").state().acknowledgedBy()).isEqualTo("local");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void a_comment_appears_and_its_field_is_empty_again() {
    open("/incidents/INC-5");
    browser.press("cRolled back payment");
    browser.run("document.querySelector('.comment-form button').click()");
    browser.await("document.querySelector('.timeline').innerText.includes('Rolled back payment')");
    browser.await("document.getElementById('comment').value === ''");
    sameLoad();
  }

  @Test
  void an_action_on_a_stale_page_is_explained() {
    open("/incidents/INC-5");
    browser.run("document.body.dataset.feed = ''; document.dispatchEvent(new Event('freeze'))");
    browser.run("document.querySelector('.actions [name=version]').value = '999'");
    browser.press("a");
    browser.await("document.getElementById('problem')?.innerText.includes('Not done')");
    sameLoad();
  }

  @Test
  void what_others_do_arrives_while_focus_and_typing_stay() {
    open("/incidents");
    browser.press("jj");
    incidents.acknowledge(incidents.get("INC-5").id(), Action.by("mara"));
    browser.await("document.querySelector('#i5 .status-acknowledged')");
    assertThat(browser.run("return document.activeElement.closest('[data-row]').id").asText())
        .isEqualTo("i5");
    browser.await("document.getElementById('announcer').textContent.includes('INC-5')");
    incidents.resolve(incidents.get("INC-3").id(), Action.by("mara"));
    browser.await("!document.getElementById('i3')");
    browser.await("document.getElementById('open-count').textContent === '2'");
    sameLoad();
    assertThat(browser.run(Accessibility.CHECK)).isEmpty();
  }

  @Test
  void a_half_written_comment_survives_an_update() {
    open("/incidents/INC-5");
    browser.press("cHalf wri");
    incidents.comment(incidents.get("INC-5").id(), Action.by("mara").saying("Me too"));
    browser.await("document.querySelector('.timeline').innerText.includes('Me too')");
    assertThat(browser.run("return document.activeElement.value").asText()).isEqualTo("Half wri");
  }

  @Test
  void charts_are_drawn_and_survive_an_update() {
    open("/incidents/INC-5");
    browser.await("document.querySelector('[data-chart] canvas')");
    browser.run("document.querySelector('[data-chart] canvas').marked = true");
    incidents.comment(incidents.get("INC-5").id(), Action.by("mara").saying("Look"));
    browser.await("document.querySelector('.timeline').innerText.includes('Look')");
    assertThat(
            browser.run("return document.querySelector('[data-chart] canvas').marked").asBoolean())
        .isTrue();
  }

  @Test
  void a_lost_connection_is_said_and_caught_up_with() {
    open("/incidents");
    browser.online(false);
    browser.run("document.dispatchEvent(new Event('visibilitychange'))");
    browser.await("!document.getElementById('offline').hidden");
    incidents.acknowledge(incidents.get("INC-5").id(), Action.by("mara"));
    browser.online(true);
    browser.await("document.getElementById('offline').hidden");
    browser.await("document.querySelector('#i5 .status-acknowledged')");
    sameLoad();
  }

  @Test
  void the_chosen_theme_stays() {
    open("/");
    String before =
        browser.run("return getComputedStyle(document.documentElement).backgroundColor").asText();
    browser.press("t");
    String after =
        browser.run("return getComputedStyle(document.documentElement).backgroundColor").asText();
    assertThat(after).isNotEqualTo(before);
    open("/watches");
    assertThat(
            browser
                .run("return getComputedStyle(document.documentElement).backgroundColor")
                .asText())
        .isEqualTo(after);
  }
}
