package io.llmdevops.copilot.web.pages;

/// Checks in the browser of what WCAG asks and a script can see.
final class Accessibility {
  private Accessibility() {}

  /// Returns a list of faults, each with the element.
  static final String CHECK =
      """
      const faults = [];
      const fault = (what, element) => faults.push(what + ": " + element.outerHTML.slice(0, 120));
      const name = (e) => (e.getAttribute("aria-label") || e.title || e.innerText || e.labels?.[0]?.innerText
        || e.querySelector("img[alt]:not([alt=''])")?.alt || "").trim();
      const visible = (e) => e.checkVisibility();
      if (!document.documentElement.lang) faults.push("no language");
      if (!document.title) faults.push("no title");
      document.querySelectorAll("a, button").forEach((e) => visible(e) && !name(e) && fault("no name", e));
      document.querySelectorAll("input:not([type=hidden]), select, textarea")
        .forEach((e) => !name(e) && fault("no label", e));
      document.querySelectorAll("img:not([alt])").forEach((e) => fault("no alt", e));
      document.querySelectorAll("svg:not([aria-hidden]):not([aria-label])").forEach((e) => fault("no text", e));
      document.querySelectorAll("[aria-labelledby]").forEach((e) =>
        document.getElementById(e.getAttribute("aria-labelledby")) || fault("labelled by nothing", e));
      document.querySelectorAll("table").forEach((e) =>
        e.querySelectorAll("th:not([scope])").forEach((th) => fault("no scope", th)));
      const ids = new Set();
      document.querySelectorAll("[id]").forEach((e) => ids.has(e.id) ? fault("id twice", e) : ids.add(e.id));
      let level = 0;
      document.querySelectorAll("h1, h2, h3, h4").forEach((e) => {
        if (!visible(e)) return;
        const own = Number(e.tagName[1]);
        if (own > level + 1) fault("heading skips a level", e);
        level = own;
      });
      for (const landmark of ["main", "nav", "header"]) {
        if (!document.querySelector(landmark)) faults.push("no " + landmark);
      }
      const skip = document.querySelector("a.skip");
      if (!document.querySelector(skip?.getAttribute("href"))) faults.push("skip link leads nowhere");
      document.querySelectorAll("a, button, summary, select, input:not([type=hidden])").forEach((e) => {
        if (e.tabIndex < 0 && visible(e)) fault("not reachable by keyboard", e);
      });
      return faults;
      """;
}
