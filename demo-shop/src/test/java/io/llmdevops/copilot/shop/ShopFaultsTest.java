package io.llmdevops.copilot.shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Each fault shows at the service that it breaks, and reaches the callers by real calls.
class ShopFaultsTest {

  private static final String SERVER = "http_server_requests_seconds";
  private static final String CLIENT = "http_client_requests_seconds";

  /// How many requests a service answered, with which errors, and how long they took together.
  private record Work(double requests, double errors, double seconds) {

    Work since(Work before) {
      return new Work(requests - before.requests, errors - before.errors, seconds - before.seconds);
    }

    double errorShare() {
      return errors / requests;
    }

    double meanSeconds() {
      return seconds / requests;
    }
  }

  private OpenShop open;

  @BeforeEach
  void open_for_business() throws Exception {
    open = new OpenShop();
    Await.until("orders come in", () -> work("payment").requests > 25);
  }

  @AfterEach
  void close() {
    open.close();
  }

  @Test
  void a_healthy_shop_is_fast_and_hardly_ever_fails() {
    for (var service : open.shop.addresses().keySet()) {
      Await.until(service + " has work", () -> work(service).requests > 20);
      assertThat(work(service).errorShare()).as(service).isLessThan(0.1);
      assertThat(work(service).meanSeconds()).as(service).isLessThan(0.5);
    }
    assertThat(scrape("checkout").sum("orders_total", "result", "placed")).isGreaterThan(20);
    assertThat(scrape("payment").sum("hikaricp_connections_max")).isEqualTo(10);
  }

  @Test
  void the_warm_up_has_left_nothing_measured() throws Exception {
    var slowly = new ShopSettings(0, 42, 0.5, Duration.ofSeconds(4), 150);
    try (var fresh = new OpenShop(slowly)) {
      var frontend = fresh.scrape("frontend").orElseThrow();

      assertThat(frontend.sum(SERVER + "_count")).isLessThan(20);
      assertThat(frontend.sum("process_cpu_seconds_total")).isLessThan(1);
    }
  }

  @Test
  void no_service_tells_its_own_name() {
    assertThat(scrape("payment").samples())
        .isNotEmpty()
        .allSatisfy(s -> assertThat(s.labels()).doesNotContainKeys("service", "job", "instance"));
  }

  @Test
  void a_slow_payment_makes_checkout_slow_and_not_the_bank() {
    var before = work("payment");
    var bankBefore = work("bank-gateway");
    var checkoutBefore = work("checkout");

    breakUsual(Fault.Kind.LATENCY);
    Await.until("slow payments", () -> work("payment").since(before).requests > 25);

    // Two thirds of a payment's usual 0.11 s are the bank's, so 15 times its own work is 6 times
    // all.
    assertThat(work("payment").since(before).meanSeconds()).isGreaterThan(3 * before.meanSeconds());
    assertThat(work("checkout").since(checkoutBefore).meanSeconds())
        .isGreaterThan(1.5 * checkoutBefore.meanSeconds());
    assertThat(work("bank-gateway").since(bankBefore).meanSeconds())
        .isLessThan(2 * bankBefore.meanSeconds());
    assertThat(work("payment").since(before).errorShare()).isLessThan(0.2);
  }

  @Test
  void a_failing_inventory_makes_orders_fail() {
    var inventory = work("inventory");
    var checkout = work("checkout");
    var frontend = work("frontend");

    breakUsual(Fault.Kind.ERRORS);
    Await.until("orders", () -> work("checkout").since(checkout).requests > 40);

    assertThat(work("inventory").since(inventory).errorShare()).isBetween(0.15, 0.55);
    assertThat(work("checkout").since(checkout).errorShare()).isBetween(0.1, 0.6);
    assertThat(work("frontend").since(frontend).errors).isGreaterThan(5);
    assertThat(scrape("checkout").sum("orders_total", "result", "failed")).isGreaterThan(4);
    assertThat(
            scrape("checkout").sum(CLIENT + "_count", "client_name", "inventory", "status", "500"))
        .isGreaterThan(4);
  }

  @Test
  void a_leaking_catalog_pauses_dies_and_starts_anew() {
    var young = scrape("catalog");

    breakUsual(Fault.Kind.MEMORY);
    var dying =
        Await.value(
            "a heap nearly full", () -> open.scrape("catalog").filter(s -> fullness(s) > 0.9));
    var reborn =
        Await.value(
            "a new life", () -> open.scrape("catalog").filter(s -> bornAt(s) > bornAt(young)));

    assertThat(bornAt(dying)).isEqualTo(bornAt(young));
    assertThat(dying.sum("jvm_gc_pause_seconds_sum"))
        .isGreaterThan(5 * young.sum("jvm_gc_pause_seconds_sum"));
    assertThat(reborn.sum(SERVER + "_count")).isLessThan(dying.sum(SERVER + "_count"));
    assertThat(fullness(reborn)).isLessThan(0.9);
    assertThat(
            scrape("frontend")
                .sum(CLIENT + "_count", "client_name", "catalog", "status", "IO_ERROR"))
        .isGreaterThan(3);
    assertThat(work("frontend").errors).isGreaterThan(3);
  }

  @Test
  void a_vanished_bank_makes_payments_time_out() {
    var payment = work("payment");
    var checkout = work("checkout");

    breakUsual(Fault.Kind.DEPENDENCY);
    Await.until("failed orders", () -> work("checkout").since(checkout).errors > 15);

    assertThat(open.scrape("bank-gateway")).isEmpty();
    assertThat(work("payment").since(payment).meanSeconds()).isGreaterThan(0.5);
    assertThat(
            scrape("payment")
                .sum(CLIENT + "_count", "client_name", "bank-gateway", "status", "IO_ERROR"))
        .isGreaterThan(15);
    assertThat(scrape("payment").sum(SERVER + "_count", "status", "504")).isGreaterThan(10);
    assertThat(scrape("frontend").sum(SERVER + "_count", "uri", "/checkout", "status", "502"))
        .isGreaterThan(5);
  }

  @Test
  void what_was_broken_recovers() {
    breakUsual(Fault.Kind.DEPENDENCY);
    Await.until("failed payments", () -> work("payment").errors > 5);

    open.shop.faults().endAll();
    Await.until("the bank is back", () -> open.scrape("bank-gateway").isPresent());
    // Those who already wait for the bank still fail.
    Await.until(
        "a run of good payments",
        () -> {
          var earlier = work("payment");
          Await.until("ten more", () -> work("payment").since(earlier).requests >= 10);
          return work("payment").since(earlier).errors == 0;
        });
    assertThat(open.announcements)
        .containsExactly(
            "FAULT dependency bank-gateway started", "FAULT dependency bank-gateway ended");
  }

  private void breakUsual(Fault.Kind kind) {
    open.shop.faults().start(Fault.usual(kind));
  }

  private Exposition scrape(String service) {
    return open.scrape(service).orElseThrow(() -> new AssertionError(service + " does not answer"));
  }

  private Work work(String service) {
    var seen = scrape(service);
    return new Work(
        seen.sum(SERVER + "_count"),
        seen.sum(SERVER + "_count", "outcome", "SERVER_ERROR"),
        seen.sum(SERVER + "_sum"));
  }

  private static double bornAt(Exposition seen) {
    return seen.sum("process_start_time_seconds");
  }

  private static double fullness(Exposition seen) {
    return seen.sum("jvm_memory_used_bytes", "area", "heap")
        / seen.sum("jvm_memory_max_bytes", "area", "heap", "id", "G1 Old Gen");
  }
}
