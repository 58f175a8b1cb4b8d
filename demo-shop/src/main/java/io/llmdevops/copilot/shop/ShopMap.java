package io.llmdevops.copilot.shop;

import java.time.Duration;
import java.util.List;

/// Who calls whom in the shop, how long each needs, and what visitors do.
///
/// ```
/// visitors -> frontend -> catalog -> inventory
///                      -> recommendation -> catalog
///                      -> cart
///                      -> checkout -> cart, inventory, payment -> bank-gateway
///                                  -> shipping
/// ```
final class ShopMap {

  /// Where the visitors come in.
  static final String ENTRANCE = "frontend";

  private static final Duration QUICK = Duration.ofSeconds(2);

  private ShopMap() {}

  /// What one kind of visit asks for, and its part of all visits.
  record Visit(double share, String method, String uri) {}

  static List<Visit> visits() {
    return List.of(
        new Visit(0.45, "GET", "/"),
        new Visit(0.20, "GET", "/products/{id}"),
        new Visit(0.10, "GET", "/cart"),
        new Visit(0.10, "POST", "/cart"),
        new Visit(0.15, "POST", "/checkout"));
  }

  static List<Blueprint> services() {
    return List.of(
        frontend(),
        catalog(),
        cart(),
        checkout(),
        payment(),
        inventory(),
        shipping(),
        recommendation(),
        bankGateway());
  }

  private static Blueprint frontend() {
    return new Blueprint(
        ENTRANCE,
        List.of(
            Endpoint.get("/", Latency.ofMillis(4), Call.get("catalog", "/products", QUICK)),
            Endpoint.get(
                "/products/{id}",
                Latency.ofMillis(5),
                Call.get("catalog", "/products/{id}", QUICK),
                Call.get("recommendation", "/recommendations", QUICK).retried(0).optional()),
            Endpoint.get("/cart", Latency.ofMillis(4), Call.get("cart", "/items", QUICK)),
            Endpoint.post("/cart", Latency.ofMillis(4), Call.post("cart", "/items", QUICK)),
            Endpoint.post(
                "/checkout",
                Latency.ofMillis(6),
                Call.post("checkout", "/orders", Duration.ofSeconds(6)))),
        0,
        HeapSize.ofMebibytes(384, 110, 2),
        3);
  }

  private static Blueprint catalog() {
    return new Blueprint(
        "catalog",
        List.of(
            Endpoint.get("/products", Latency.ofMillis(14)),
            Endpoint.get(
                "/products/{id}",
                Latency.ofMillis(9),
                Call.get("inventory", "/stock/{id}", QUICK).forShareOf(0.8))),
        10,
        HeapSize.ofMebibytes(256, 90, 2),
        4);
  }

  private static Blueprint cart() {
    return new Blueprint(
        "cart",
        List.of(
            Endpoint.get("/items", Latency.ofMillis(6)),
            Endpoint.post("/items", Latency.ofMillis(9))),
        10,
        HeapSize.ofMebibytes(256, 70, 1),
        2);
  }

  private static Blueprint checkout() {
    return new Blueprint(
        "checkout",
        List.of(
            Endpoint.post(
                    "/orders",
                    Latency.ofMillis(15),
                    Call.get("cart", "/items", QUICK),
                    Call.post("inventory", "/reservations", QUICK),
                    Call.post("payment", "/payments", Duration.ofSeconds(4)),
                    Call.post("shipping", "/shipments", QUICK))
                .counting("orders_total")),
        10,
        HeapSize.ofMebibytes(256, 80, 2),
        6);
  }

  private static Blueprint payment() {
    return new Blueprint(
        "payment",
        List.of(
            Endpoint.post(
                "/payments",
                Latency.ofMillis(40),
                // The bank knows an authorization by its key, so this one may be repeated.
                Call.post("bank-gateway", "/authorizations", Duration.ofSeconds(1)).retried(1))),
        10,
        HeapSize.ofMebibytes(256, 75, 2),
        5);
  }

  private static Blueprint inventory() {
    return new Blueprint(
        "inventory",
        List.of(
            Endpoint.get("/stock/{id}", Latency.ofMillis(7)),
            Endpoint.post("/reservations", Latency.ofMillis(12))),
        10,
        HeapSize.ofMebibytes(256, 65, 1),
        2);
  }

  private static Blueprint shipping() {
    return new Blueprint(
        "shipping",
        List.of(Endpoint.post("/shipments", Latency.ofMillis(25))),
        5,
        HeapSize.ofMebibytes(192, 60, 1),
        3);
  }

  private static Blueprint recommendation() {
    return new Blueprint(
        "recommendation",
        List.of(
            Endpoint.get(
                "/recommendations",
                Latency.ofMillis(20),
                Call.get("catalog", "/products/{id}", QUICK).forShareOf(0.5).optional())),
        0,
        HeapSize.ofMebibytes(384, 140, 3),
        8);
  }

  /// Stands for a bank's system outside the shop.
  private static Blueprint bankGateway() {
    return new Blueprint(
        "bank-gateway",
        List.of(Endpoint.post("/authorizations", Latency.ofMillis(70))),
        0,
        HeapSize.ofMebibytes(192, 60, 1),
        2);
  }
}
