// Which view is shown; keys; the theme.

const VIEWS = { matches: showList, articles: showArticles, clusters: showClusters, aside: showAsides };

function show(first) {
  const state = readState();
  const into = byId("view");
  const view = "match" in state ? "matches" : "article" in state ? "articles" : Object.hasOwn(VIEWS, state.view ?? "") ? state.view : "overview";
  const render = "match" in state ? showMatch : "article" in state ? showArticle : VIEWS[view];
  byId("overview").hidden = Boolean(render);
  into.hidden = !render;
  into.replaceChildren();
  const fresh = el("div", {});
  into.append(fresh);
  const title = render ? render(fresh, state) : undefined;
  if (!render) showTimelines();
  document.title = title ? `${title} \u2013 Shared wording` : "Shared wording";
  for (const link of document.querySelectorAll("header nav a")) {
    if (link.dataset.view === view) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  if (!first) {
    scrollTo(0, 0);
    (render ? fresh.querySelector("h2") : byId("found-h"))?.focus({ preventScroll: true });
  }
}

const typing = (target) => target.closest("input, select, textarea, dialog, .text, .scroll");

// In lists j and k go from passage to passage; in a match they go to the next one.
function move(by) {
  const links = [...document.querySelectorAll("#view .cards h3 a")];
  if (!links.length) {
    document.querySelector(`#view [data-step="${by > 0 ? "after" : "before"}"]`)?.click();
    return;
  }
  const at = links.indexOf(document.activeElement);
  const next = links[Math.min(Math.max(at + by, 0), links.length - 1)];
  next.focus();
  next.closest(".card").scrollIntoView({ block: "nearest" });
}

function pressed(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || byId("keys").open) return;
  if (event.key === "Escape") {
    if (event.target.matches("input[type=search]") && event.target.value) return;
    document.querySelector('#view [data-step="back"]')?.click();
    return;
  }
  if (event.key.length === 1 && remembered("dedup-keys") === "off") return;
  if (typing(event.target) && !(event.target.matches(".text, .scroll") && "jk/?".includes(event.key))) return;
  const actions = {
    j: () => move(1), k: () => move(-1), ArrowDown: () => move(1), ArrowUp: () => move(-1),
    "/": () => { const box = document.querySelector("#view input[type=search]"); if (box) box.focus(); else location.hash = "#view=matches"; },
    "?": keys,
  };
  const inList = document.querySelector("#view .cards h3 a");
  if (event.key.startsWith("Arrow") && !(inList && document.activeElement?.closest(".card"))) return;
  const action = actions[event.key];
  if (action) {
    event.preventDefault();
    action();
  }
}

function keys() {
  const rows = [["j, k", "next and previous passage, in a list and in a passage"], ["\u2193, \u2191", "the same, once a passage of the list has the focus"],
    ["Enter", "open the passage"], ["Esc", "back to the list"], ["/", "search"], ["?", "this help"]];
  const dialog = byId("keys");
  dialog.replaceChildren(el("h2", { id: "keys-h" }, "Keys"),
    el("table", {}, el("tbody", {}, rows.map(([key, words]) => el("tr", {}, el("th", { scope: "row" }, el("kbd", {}, key)), el("td", {}, words))))),
    el("p", {}, el("label", { class: "check" }, el("input", { type: "checkbox", checked: remembered("dedup-keys") !== "off",
      change: (event) => remembered("dedup-keys", event.target.checked ? "on" : "off") }), " keys of one character work")),
    el("button", { type: "button", click: () => dialog.close() }, "Close"));
  dialog.showModal();
}

// A file from disk may have no storage; then a choice lasts as long as the page.
const chosen = new Map();
function remembered(key, value) {
  if (value !== undefined) chosen.set(key, value);
  try {
    if (value !== undefined) localStorage.setItem(key, value);
    return chosen.get(key) ?? localStorage.getItem(key);
  } catch {
    return chosen.get(key);
  }
}

const THEMES = ["auto", "light", "dark"];
function setTheme(theme) {
  document.documentElement.dataset.theme = theme;
  byId("theme").textContent = `Theme: ${theme}`;
}

byId("theme").addEventListener("click", () => {
  const next = THEMES[(THEMES.indexOf(document.documentElement.dataset.theme ?? "auto") + 1) % THEMES.length];
  setTheme(next);
  remembered("dedup-theme", next);
});
byId("help").addEventListener("click", keys);
document.querySelector(".skip").addEventListener("click", (event) => { event.preventDefault(); byId("main").focus(); });
setTheme(THEMES.includes(remembered("dedup-theme")) ? remembered("dedup-theme") : "auto");
unpack().then(() => {
  addEventListener("hashchange", () => show(false));
  addEventListener("keydown", pressed);
  show(true);
});
