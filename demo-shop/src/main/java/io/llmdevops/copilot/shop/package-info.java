/// The simulated shop of `./copilot demo`: nine small services that call each other over real HTTP,
/// export real Prometheus metrics and can be broken in four ways.
///
/// Read it from [ShopMain] (options, life and end of the program) over [Shop] (everything wired) to
/// [ShopMap] (who calls whom) and [ShopService] (what happens to one request).
@NullMarked
package io.llmdevops.copilot.shop;

import org.jspecify.annotations.NullMarked;
