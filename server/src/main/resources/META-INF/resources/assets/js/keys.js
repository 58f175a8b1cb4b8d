// One key, one action; never while someone types, and never with a modifier.

const PLACES = { o: "/", i: "/incidents", s: "/signals", w: "/watches" };
let leader = 0;

export function listenToKeys() {
  const help = document.getElementById("keys");
  document.getElementById("keys-open").addEventListener("click", () => help.showModal());
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (typing) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    if (help.open) return;
    if (press(event.key, help)) event.preventDefault();
  });
}

function press(key, help) {
  if (leader && performance.now() - leader < 1200 && PLACES[key]) {
    location.assign(PLACES[key]);
    return true;
  }
  leader = 0;
  switch (key) {
    case "g":
      leader = performance.now();
      return true;
    case "?":
      help.showModal();
      return true;
    case "j":
      return move(1);
    case "k":
      return move(-1);
    case "t":
      document.getElementById("theme").click();
      return true;
    case "Enter":
      return false;
    default:
      return act(key);
  }
}

// Moves the focus over the links of the rows; rows without a link take the focus themselves.
function move(step) {
  const rows = [...document.querySelectorAll("[data-row]")];
  if (!rows.length) return false;
  const current = rows.findIndex((row) => row.contains(document.activeElement));
  const next = current < 0 ? (step > 0 ? 0 : rows.length - 1) : current + step;
  const row = rows[Math.max(0, Math.min(rows.length - 1, next))];
  const target = row.querySelector("a") ?? row;
  if (target === row) row.tabIndex = -1;
  target.focus();
  row.scrollIntoView({ block: "nearest" });
  return true;
}

// A button is pressed, a field gets the focus.
function act(key) {
  const target = [...document.querySelectorAll("[data-key]")].find((item) => item.dataset.key === key);
  if (!target || target.disabled) return false;
  if (target.tagName === "BUTTON") target.click();
  else {
    target.focus();
    target.scrollIntoView({ block: "center" });
  }
  return true;
}
