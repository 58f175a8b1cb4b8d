// An htmx swap that merges the new content into the old one: what is the same stays the same node, so
// that focus, scroll position, open details, typed text and drawn charts survive a live update. Items
// with an id are matched by it, others by position and tag.
/* global htmx */

const KEPT = "textarea, input, select, [data-chart]";

export function merge(old, fresh) {
  if (old.isEqualNode(fresh)) return;
  if (old.matches(KEPT)) {
    mergeKept(old, fresh);
    return;
  }
  mergeAttributes(old, fresh);
  mergeChildren(old, fresh);
}

// What a person types stays; what a chart was told, and a hidden field, follow the server.
function mergeKept(old, fresh) {
  if (old.matches("input[type=hidden]")) old.value = fresh.value;
  if (!old.matches("[data-chart]")) return;
  for (const { name, value } of fresh.attributes) {
    if (name.startsWith("data-") && old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
  if (!fresh.hasAttribute("data-end")) old.removeAttribute("data-end");
}

function mergeAttributes(old, fresh) {
  for (const { name } of [...old.attributes]) {
    const ours = name === "open" || name === "style";
    if (!fresh.hasAttribute(name) && !ours) old.removeAttribute(name);
  }
  for (const { name, value } of fresh.attributes) {
    if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
}

function mergeChildren(old, fresh) {
  const byId = new Map();
  for (const child of old.children) if (child.id) byId.set(child.id, child);
  const wanted = new Set([...fresh.children].map((child) => child.id).filter(Boolean));
  let next = old.firstChild;
  for (const child of [...fresh.childNodes]) {
    while (next && next.id && !wanted.has(next.id)) next = drop(next);
    const same = child.id ? byId.get(child.id) : alike(next, child) ? next : null;
    if (!same) {
      old.insertBefore(child, next);
      arrived(child);
      continue;
    }
    if (same === next) next = next.nextSibling;
    else old.insertBefore(same, next);
    update(same, child);
  }
  while (next) next = drop(next);
}

function alike(node, other) {
  return node && !node.id && node.nodeType === other.nodeType && node.nodeName === other.nodeName;
}

function update(node, other) {
  if (node.nodeType !== Node.ELEMENT_NODE) {
    if (node.nodeValue !== other.nodeValue) node.nodeValue = other.nodeValue;
    return;
  }
  const version = node.dataset.version;
  merge(node, other);
  if (version !== node.dataset.version) flash(node, "changed");
}

function drop(node) {
  const next = node.nextSibling;
  node.remove();
  return next;
}

function arrived(node) {
  if (node.nodeType === Node.ELEMENT_NODE && (node.hasAttribute("data-row") || node.tagName === "LI")) {
    flash(node, "fresh");
  }
}

function flash(node, how) {
  node.classList.remove(how);
  node.classList.add(how);
  setTimeout(() => node.classList.remove(how), 1700);
}

htmx.defineExtension("merge", {
  isInlineSwap: (style) => style === "merge",
  handleSwap: (style, target, fragment) => {
    if (style !== "merge") return false;
    const fresh = target.id ? fragment.querySelector("#" + CSS.escape(target.id)) : fragment.firstElementChild;
    if (fresh) merge(target, fresh);
    htmx.process(target);
    return [target];
  },
});
