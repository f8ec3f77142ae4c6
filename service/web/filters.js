// What is marked in the text, and how sure an object must be to be shown at all.

import { byId, el, throttled } from "./dom.js";
import { MINOR, SECTIONS, listed } from "./findings.js";
import { count, SECTION_NAMES } from "./words.js";

export class Filters {
  /** `onLayers()` when marks are switched, `onObjects()` when other objects are shown. */
  constructor({ onLayers, onObjects }) {
    this.layers = new Set(SECTIONS);
    this.minor = false;
    this.confidence = 0;
    this.buttons = new Map();
    for (const section of SECTIONS) {
      const button = el("button", { type: "button", "aria-pressed": "true" }, el("span", { class: `sample ${section}` }, SECTION_NAMES[section]), el("span", { class: "many" }));
      button.addEventListener("click", () => {
        const on = !this.layers.has(section);
        this.layers[on ? "add" : "delete"](section);
        button.setAttribute("aria-pressed", String(on));
        onLayers();
      });
      this.buttons.set(section, button);
    }
    byId("layers").append(...this.buttons.values());
    byId("minor").addEventListener("change", (event) => {
      this.minor = event.target.checked;
      onObjects();
    });
    const later = throttled(60, onObjects);
    byId("confidence").addEventListener("input", (event) => {
      this.confidence = event.target.value / 100;
      byId("confidence-value").textContent = `${event.target.value}%`;
      event.target.setAttribute("aria-valuetext", `${event.target.value}%`);
      later();
    });
  }

  /** Puts the numbers on the switches. */
  count(found, shown) {
    for (const [section, button] of this.buttons) button.querySelector(".many").textContent = count(listed(found, section, shown).length);
    const main = found.extraction.article.main_event?.event_id;
    const minor = found.extraction.events.filter((event) => event.salience < MINOR && event.id !== main && event.confidence >= this.confidence);
    byId("minor-label").textContent = `${count(minor.length)} minor events`;
  }
}
