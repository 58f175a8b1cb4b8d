// Times in the viewer's zone, with UTC in the tooltip; relative times that move.

const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });
const day = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short" });
const full = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium", hourCycle: "h23" });

export function tellTimes() {
  tell(document);
  setInterval(() => tell(document), 5000);
  document.addEventListener("htmx:afterSwap", (event) => tell(event.detail.target));
}

function tell(root) {
  for (const time of root.querySelectorAll("time[data-time]")) {
    const at = new Date(time.dateTime);
    const text = write(at, time.dataset.time);
    if (time.textContent !== text) time.textContent = text;
  }
}

function write(at, how) {
  if (how === "ago") return ago((Date.now() - at) / 1000);
  if (how === "full") return full.format(at);
  const today = new Date().toDateString() === at.toDateString();
  return today ? clock.format(at) : `${day.format(at)}, ${clock.format(at)}`;
}

export function ago(seconds) {
  if (Math.abs(seconds) < 5) return "just now";
  const text = span(Math.abs(seconds));
  return seconds < 0 ? `in ${text}` : `${text} ago`;
}

function span(seconds) {
  if (seconds < 60) return `${Math.floor(seconds)}\u00a0s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}\u00a0min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return pair(hours, "h", minutes % 60, "min");
  return pair(Math.floor(hours / 24), "d", hours % 24, "h");
}

function pair(large, largeUnit, small, smallUnit) {
  const first = `${large}\u00a0${largeUnit}`;
  return small ? `${first} ${small}\u00a0${smallUnit}` : first;
}
