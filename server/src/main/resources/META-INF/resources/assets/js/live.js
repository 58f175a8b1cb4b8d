// Follows the server's events and lets each live part of the page fetch itself again. One connection a
// visible tab: a hidden one lets go, because a browser allows only six to one server, and catches up
// when it is looked at.
/* global htmx */

const FIRST_DELAY = 1000;
const LONGEST_DELAY = 20000;
const PATIENCE = 1500;

let source = null;
let delay = FIRST_DELAY;
let timer = 0;
let warning = 0;
let sequence = document.body.dataset.sequence;

export function followChanges() {
  // For pictures and printing: a page at #still stays as it is.
  if (!document.body.dataset.feed || location.hash === "#still") return;
  connect();
  document.addEventListener("visibilitychange", () => (document.hidden ? letGo() : comeBack()));
  addEventListener("pagehide", letGo);
  addEventListener("pageshow", (event) => event.persisted && comeBack());
  setInterval(refreshAged, 1000);
}

function connect() {
  clearTimeout(timer);
  source?.close();
  const feed = document.body.dataset.feed;
  source = new EventSource(feed + (feed.includes("?") ? "&" : "?") + "after=" + sequence);
  source.addEventListener("open", opened);
  source.addEventListener("change", (event) => {
    sequence = event.lastEventId || sequence;
    refresh(JSON.parse(event.data));
  });
  source.addEventListener("reconnect", (event) => {
    source.close();
    again(Number(event.data));
  });
  source.addEventListener("error", () => {
    source.close();
    again(delay * (0.5 + Math.random()));
    delay = Math.min(LONGEST_DELAY, delay * 2);
  });
}

function opened() {
  const lost = document.body.dataset.feedState === "lost";
  clearTimeout(warning);
  warning = 0;
  delay = FIRST_DELAY;
  document.body.dataset.feedState = "open";
  document.getElementById("offline").hidden = true;
  if (lost) refresh({ incidents: [] });
}

// A short break shows nothing; a longer one says that the page may be out of date.
function again(wait) {
  timer = setTimeout(connect, wait);
  warning ||= setTimeout(() => {
    document.body.dataset.feedState = "lost";
    document.getElementById("offline").hidden = false;
  }, PATIENCE);
}

function letGo() {
  clearTimeout(timer);
  clearTimeout(warning);
  warning = 0;
  source?.close();
}

function comeBack() {
  connect();
  refresh({ incidents: [] });
}

function refresh(change) {
  for (const part of document.querySelectorAll("[data-live]")) {
    part.refreshedAt = performance.now();
    htmx.trigger(part, "live");
  }
  count(change.open);
  announce(change);
}

// Parts with an age limit are fetched again when nothing happened for so many seconds.
function refreshAged() {
  if (document.hidden || document.body.dataset.feedState !== "open") return;
  for (const part of document.querySelectorAll("[data-live]")) {
    const limit = Number(part.dataset.live) * 1000;
    part.refreshedAt ??= performance.now();
    if (limit && performance.now() - part.refreshedAt > limit) {
      part.refreshedAt = performance.now();
      htmx.trigger(part, "live");
    }
  }
}

function count(open) {
  if (open === undefined) return;
  document.getElementById("open-count").textContent = open > 0 ? open : "";
}

function announce(change) {
  if (!change.incidents.length) return;
  const names = change.incidents.slice(0, 3).join(", ");
  const more = change.incidents.length > 3 ? ` and ${change.incidents.length - 3} more` : "";
  document.getElementById("announcer").textContent = `${names}${more} changed`;
}
