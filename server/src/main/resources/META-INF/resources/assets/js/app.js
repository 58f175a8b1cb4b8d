// Starts what the page needs. Every page works without this file; it adds life to it.
import "./merge.js";
import { drawCharts } from "./chart.js";
import { listenToKeys } from "./keys.js";
import { followChanges } from "./live.js";
import { offerThemes } from "./theme.js";
import { tellTimes } from "./time.js";

offerThemes();
listenToKeys();
tellTimes();
drawCharts();
followChanges();

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const source = document.querySelector(button.dataset.copy);
  const said = button.textContent;
  try {
    await navigator.clipboard.writeText(source.textContent);
    button.textContent = "Copied";
  } catch {
    // Without permission (plain HTTP) the text is selected instead, ready for the keyboard.
    getSelection().selectAllChildren(source);
    button.textContent = "Selected";
  }
  setTimeout(() => (button.textContent = said), 1500);
});

// What matters most comes into view where something scrolls sideways: the suspect, the current tab.
for (const mark of document.querySelectorAll(".calls .cause, .tabs [aria-current]")) {
  const box = mark.closest(".calls, .tabs");
  const { left, width } = mark.getBoundingClientRect();
  box.scrollLeft += left + width / 2 - (box.getBoundingClientRect().left + box.clientWidth / 2);
}

let requests = 0;
const count = (change) => {
  requests = Math.max(0, requests + change);
  document.body.classList.toggle("busy", requests > 0);
};
document.addEventListener("htmx:beforeRequest", (event) => {
  if (!event.detail.elt.hasAttribute("data-live")) count(1);
});
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.detail.elt;
  if (!form.hasAttribute("data-live")) count(-1);
  if (event.detail.successful && form.hasAttribute("data-reset")) form.reset();
  if (event.detail.failed && form.tagName === "FORM") say("That did not work. Try again.");
});
document.addEventListener("htmx:sendError", () => say("The server cannot be reached."));

const retry = document.querySelector("[data-retry]");
if (retry) setTimeout(() => location.reload(), Number(retry.dataset.retry) * 1000);

function say(text) {
  document.getElementById("announcer").textContent = text;
}
