// The page: an article comes in at the desk, is read by the service, and is shown with what was found in it.

import { curl, info, read } from "./api.js";
import { Desk } from "./desk.js";
import { byId, copy, el } from "./dom.js";
import { Filters } from "./filters.js";
import { findings, shownBy } from "./findings.js";
import { Light } from "./light.js";
import { Panels } from "./panels.js";
import { Peek, spoken } from "./peek.js";
import { Text } from "./text.js";
import { Trouble } from "./problems.js";
import { count, day, plural } from "./words.js";

let found = null; // what is on the page
let request = null; // what was asked for it
let reading = null; // the AbortController of what is being read

const light = new Light();
const peek = new Peek(byId("peek"));
const filters = new Filters({ onLayers: layers, onObjects: objects });
const desk = new Desk({ onRead: start, onTrouble: tell });
const text = new Text(byId("text"), {
  onEnter(id, element, byKey) {
    if (byKey && byId("peek").contains(document.activeElement)) return;
    light.enter(id, { atOnce: byKey });
    const ids = text.idsAt(element);
    if (!panels.onPhone || byKey) peek.show(found, ids, element, { atOnce: byKey });
    if (byKey) byId("said").textContent = spoken(found, ids);
  },
  onLeave() {
    light.leave();
    peek.hide();
  },
  onChoose(id, element) {
    light.choose(id);
    if (id === null) return peek.hide(true);
    panels.reveal(id);
    if (panels.onPhone) peek.show(found, text.idsAt(element), element, { atOnce: true });
  },
});
const panels = new Panels({
  onEnter: (id, element, byKey) => light.enter(id, { atOnce: byKey }),
  onLeave: () => light.leave(),
  onGo(id, { reveal }) {
    peek.hide(true);
    light.choose(id);
    if (panels.onPhone) panels.open("text");
    text.reveal(id);
    if (reveal) panels.reveal(id);
  },
});
light.listeners.push((id, linked) => text.light(id, linked), (id, linked) => panels.light(id, linked));

// ---------------------------------------------------------------- reading

async function start(asked) {
  reading?.abort();
  const mine = (reading = new AbortController());
  const began = Date.now();
  byId("trouble").hidden = true;
  byId("desk").inert = true;
  byId("work").hidden = false;
  const words = asked.text ? plural(asked.text.split(/\s+/).filter(Boolean).length, "word") : asked.page.name;
  let busy = "";
  const say = () => {
    const seconds = Math.round((Date.now() - began) / 1000);
    byId("status").textContent = busy || `Reading ${words}${seconds > 1 ? `, ${plural(seconds, "second")} so far` : ""}…`;
  };
  say();
  byId("stop").focus();
  const clock = setInterval(say, 1000);
  const onWait = (seconds, left) => {
    busy = `The desk is busy. Asking again in ${plural(seconds, "second")} (${plural(left, "try", "tries")} left)…`;
    say();
    setTimeout(() => (busy = ""), seconds * 1000);
  };
  let trouble = null;
  try {
    const extraction = await read(asked, { key: byId("key").value, signal: mine.signal, onWait });
    if (mine === reading) show(asked, extraction);
  } catch (error) {
    trouble = error;
  }
  clearInterval(clock);
  if (mine !== reading) return;
  byId("work").hidden = true;
  byId("desk").inert = false;
  if (!trouble) return;
  byId("read").focus(); // where the reader was
  if (trouble.name !== "AbortError") tell(trouble);
}

byId("stop").addEventListener("click", () => reading?.abort());

function tell(error) {
  const trouble = error instanceof Trouble ? error : new Trouble("The page made a mistake", String(error));
  if (trouble !== error) console.error(error);
  const box = byId("trouble");
  box.replaceChildren(
    el("p", { class: "title" }, trouble.title),
    trouble.advice ? el("p", {}, trouble.advice) : "",
    trouble.wrong.length ? el("ul", {}, trouble.wrong.map((wrong) => el("li", {}, wrong))) : "",
    trouble.request ? el("p", { class: "hint" }, `Request ${trouble.request}`) : "",
  );
  box.hidden = false;
  if (trouble.kind === "unauthorized") {
    byId("key-field").hidden = false;
    byId("key").focus();
  }
}

// ---------------------------------------------------------------- showing

function show(asked, extraction) {
  const { article } = extraction;
  request = { ...asked, page: null, text: asked.text ?? article.text };
  if (asked.page) desk.put(request.text, { title: asked.title || article.title || "", source: asked.source, published: asked.published });
  found = findings(request.text, extraction);
  byId("headline").textContent = asked.title || article.title || firstLine(request.text);
  const published = article.published && `published ${day(article.published.slice(0, 10))}${article.published_from === "text" ? ", as the text says" : ""}`;
  byId("facts").textContent = [article.source, published, plural(article.words, "word"), plural(article.sentences, "sentence")].filter(Boolean).join(" · ");
  byId("copied").textContent = "";
  byId("said").textContent = "";
  byId("desk").hidden = true;
  byId("result").hidden = false;
  document.body.classList.add("reading");
  const shown = shownBy(found, filters);
  light.begin(found);
  text.show(found);
  layers();
  filters.count(found, shown);
  panels.show(found, shown);
  scrollTo(0, 0);
  byId("headline").focus({ preventScroll: true });
}

const firstLine = (whole) => {
  const line = whole.trim().split("\n", 1)[0];
  return line.length > 90 ? `${line.slice(0, 88).replace(/[\uD800-\uDBFF]$/, "")}…` : line;
};

function layers() {
  const shown = shownBy(found, filters);
  const seen = new Set([...found.objects.values()].filter(shown).map(({ id }) => id));
  text.filter(({ id, section }) => filters.layers.has(section) && seen.has(id));
}

function objects() {
  if (!found) return;
  const shown = shownBy(found, filters);
  layers();
  filters.count(found, shown);
  panels.filter(shown);
}

byId("edit").addEventListener("click", () => {
  peek.hide(true);
  byId("result").hidden = true;
  byId("desk").hidden = false;
  document.body.classList.remove("reading");
  byId("article").focus();
  byId("article").select();
});

addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !found) return;
  if (peek.open) peek.hide(true);
  else light.choose(null);
  light.leave({ atOnce: true });
});
addEventListener("scroll", () => peek.follow(), { passive: true });
byId("peek").addEventListener("click", (event) => event.target.closest(".close") && peek.hide(true));

// ---------------------------------------------------------------- taking away

async function take(what, made) {
  const said = byId("copied");
  try {
    await copy(made());
    said.textContent = `${what} copied`;
  } catch (error) {
    said.textContent = error.message;
  }
  setTimeout(() => (said.textContent = ""), 4000);
}

byId("copy-json").addEventListener("click", () => take("JSON", () => JSON.stringify(found.extraction, null, 2)));
byId("copy-curl").addEventListener("click", () => take("Command", () => curl(request, byId("key").value)));

// ---------------------------------------------------------------- the service

info("")
  .then(({ service, gazetteer, limits }) => {
    desk.limit(limits);
    byId("versions").textContent = `Copydesk ${service}, ${count(gazetteer.places)} places.`;
  })
  .catch((trouble) => {
    if (trouble.kind === "unauthorized") byId("key-field").hidden = false;
  });
