// What was found, by section, one section at a time beside the text. On a phone the text is one of the tabs.

import { byId, calm, el, pointed } from "./dom.js";
import { listed } from "./findings.js";
import { figures } from "./figures.js";
import { places } from "./places.js";
import { events, names, quotes } from "./sections.js";
import { summary } from "./summary.js";
import { dated, timeline } from "./timeline.js";
import { count } from "./words.js";

// A view fills an element: `view(panel, found, shown)`; `many(found, shown)` is the number on its tab.
const many = (...sections) => (found, shown) => sections.reduce((sum, section) => sum + listed(found, section, shown).length, 0);
const VIEWS = [
  { id: "text", name: "Text", narrow: true },
  { id: "summary", name: "Summary", view: summary },
  { id: "events", name: "Events", view: events, many: many("events") },
  { id: "quotes", name: "Quotes", view: quotes, many: many("quotes") },
  { id: "figures", name: "Figures", view: figures, many: many("figures") },
  { id: "places", name: "Places", view: places, many: many("places") },
  { id: "names", name: "Names", view: names, many: many("people", "organizations") },
  { id: "timeline", name: "Timeline", view: timeline, many: (found, shown) => dated(found, shown).length },
];
const TAB_OF = { people: "names", organizations: "names", dates: "timeline" };

const narrow = matchMedia("(width < 64rem)");

export class Panels {
  /** `onEnter(id, element, byKey)`, `onLeave()`, `onGo(id, { reveal })` are told of the reader, here and in the peek. */
  constructor({ onEnter, onLeave, onGo }) {
    this.result = byId("result");
    this.tabs = byId("tabs");
    this.holder = byId("panels");
    this.panel = null;
    for (const { id, name, narrow: phone } of VIEWS) {
      const tab = el("button", { type: "button", role: "tab", id: `tab-${id}`, class: phone ? "narrow-only" : null, "aria-controls": phone ? "text" : `panel-${id}` }, name, el("span", { class: "many" }));
      tab.addEventListener("click", () => this.open(id));
      this.tabs.append(tab);
      if (!phone) this.holder.append(el("div", { id: `panel-${id}`, class: "panel", role: "tabpanel", "aria-labelledby": `tab-${id}`, tabindex: 0, hidden: true }));
    }
    this.tabs.addEventListener("keydown", (event) => this.step(event));
    narrow.addEventListener("change", () => this.found && this.open(narrow.matches ? "text" : this.side));
    for (const place of [this.holder, byId("peek")]) {
      const at = (event, call) => {
        const element = event.target.closest?.("[data-id]");
        if (element) call(element.dataset.id, element);
      };
      place.addEventListener("pointerover", (event) => pointed(event) && at(event, (id, element) => onEnter(id, element, false)));
      place.addEventListener("pointerleave", onLeave);
      place.addEventListener("focusin", (event) => at(event, (id, element) => onEnter(id, element, true)));
      place.addEventListener("focusout", onLeave);
      const go = (event) => {
        const element = event.target.closest?.("[data-go]");
        if (element) onGo(element.dataset.go, { reveal: place !== this.holder || element.classList.contains("chip") });
        return Boolean(element);
      };
      place.addEventListener("click", go);
      place.addEventListener("keydown", (event) => {
        // What SVG has for buttons knows no keys.
        if (event.target instanceof SVGElement && (event.key === "Enter" || event.key === " ") && go(event)) event.preventDefault();
      });
    }
  }

  show(found, shown) {
    this.found = found;
    this.side = "summary";
    this.filter(shown);
    this.open(narrow.matches ? "text" : "summary");
  }

  /** `shown(entry)` tells which objects are shown from now on. */
  filter(shown) {
    this.shown = shown;
    for (const { id, many: number } of VIEWS) {
      if (number) byId(`tab-${id}`).querySelector(".many").textContent = count(number(this.found, shown));
    }
    if (this.panel) this.fill();
  }

  open(id) {
    this.result.dataset.view = id === "text" ? "text" : "side";
    if (id !== "text") this.side = id;
    for (const { id: other } of VIEWS) {
      const tab = byId(`tab-${other}`);
      tab.setAttribute("aria-selected", String(other === id));
      tab.tabIndex = other === id ? 0 : -1;
      const panel = byId(`panel-${other}`);
      if (!panel) continue;
      panel.hidden = other !== this.side;
      if (panel.hidden) panel.replaceChildren();
    }
    if (narrow.matches) byId(`tab-${id}`).scrollIntoView({ block: "nearest", inline: "nearest" });
    if (id === "text") return;
    this.panel = byId(`panel-${id}`);
    this.fill();
    this.holder.scrollTop = 0;
  }

  fill() {
    const { view } = VIEWS.find(({ id }) => id === this.side);
    view(this.panel, this.found, this.shown);
    this.light(this.lit ?? null, this.linked ?? new Set());
  }

  step(event) {
    const tabs = [...this.tabs.children].filter((tab) => tab.offsetParent);
    const at = tabs.indexOf(document.activeElement);
    const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    const tab = tabs.at(next % tabs.length);
    tab.click();
    tab.focus();
  }

  /** Opens the section of an object and brings its card into sight; not on a phone, whose reader is in the text. */
  reveal(id) {
    const entry = this.found.objects.get(id);
    const tab = TAB_OF[entry.section] ?? entry.section;
    if (narrow.matches) return;
    if (this.side !== tab) this.open(tab);
    const find = () => this.panel.querySelector(`[data-id="${CSS.escape(id)}"]:not(.chip)`);
    for (const more of this.panel.querySelectorAll(".more")) while (!find() && !more.hidden) more.grow();
    const card = find();
    if (card) this.bring(card.closest("li, tr") ?? card);
  }

  /** Scrolls the column alone: the text stays where it is read. */
  bring(card) {
    const [at, column] = [card.getBoundingClientRect(), this.holder.getBoundingClientRect()];
    const bottom = Math.min(column.bottom, innerHeight);
    const by = at.top < column.top || at.height > bottom - column.top ? at.top - column.top : Math.max(0, at.bottom - bottom);
    if (by) this.holder.scrollBy({ top: by, behavior: calm() ? "auto" : "smooth" });
  }

  light(id, linked) {
    this.lit = id;
    this.linked = linked;
    for (const element of this.panel?.querySelectorAll("[data-id]") ?? []) {
      element.classList.toggle("lit", element.dataset.id === id);
      element.classList.toggle("linked", linked.has(element.dataset.id));
    }
  }

  get onPhone() {
    return narrow.matches;
  }
}
