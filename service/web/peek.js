// A card beside the words it is about; on a phone, a sheet at the bottom.

import { el } from "./dom.js";
import { card, chip } from "./cards.js";
import { kind, line, sure } from "./words.js";

const SOON = 140; // ms: a pointer on its way elsewhere opens nothing
const LINGER = 220; // ms to get from the words to the card

export class Peek {
  constructor(container) {
    this.container = container;
    this.timer = null;
    container.addEventListener("pointerenter", () => clearTimeout(this.timer));
    container.addEventListener("pointerleave", () => this.hide());
  }

  get open() {
    return !this.container.hidden;
  }

  /** Shows the first of the objects, and below it the names of the others. */
  show(found, ids, anchor, { atOnce = false } = {}) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.fill(found, ids, anchor), atOnce || this.open ? 0 : SOON);
  }

  fill(found, [first, ...others], anchor) {
    const also = others.map((id) => found.objects.get(id));
    this.container.replaceChildren(
      card(found, first, { plain: true }),
      also.length ? el("p", { class: "also" }, "in ", also.flatMap((other, at) => [at ? ", " : "", chip(other, short(other))])) : "",
      el("button", { type: "button", class: "close", "aria-label": "Close" }, "×"),
    );
    this.container.hidden = false;
    this.anchor = anchor;
    this.follow();
  }

  /** Stays with the words when the page is scrolled; on a phone it has a place of its own. */
  follow() {
    if (!this.open) return;
    if (!matchMedia("(width >= 48rem)").matches) return this.container.removeAttribute("style");
    const [words] = this.anchor.getClientRects();
    if (!words || words.bottom < 0 || words.top > innerHeight) return this.hide(true);
    const { width, height } = this.container.getBoundingClientRect();
    const below = words.bottom + 8;
    const top = below + height < innerHeight ? below : Math.max(8, words.top - height - 8);
    this.container.style.top = `${top}px`;
    this.container.style.left = `${Math.max(8, Math.min(words.left, innerWidth - width - 16))}px`;
  }

  hide(now = false) {
    clearTimeout(this.timer);
    const away = () => (this.container.hidden = true);
    if (now) away();
    else this.timer = setTimeout(away, LINGER);
  }
}

const short = ({ section, object }) => {
  const text = line(section, object);
  return text.length > 60 ? `${text.slice(0, 58).replace(/[\uD800-\uDBFF]$/, "")}…` : text;
};

/** An object as one sentence, for those who listen. */
export function spoken(found, ids) {
  const [first, ...others] = ids.map((id) => found.objects.get(id));
  const { section, object } = first;
  const speaker = section === "quotes" ? `, ${object.speaker?.name ?? object.speaker?.text ?? "nobody named"}` : "";
  const also = others.length ? ` Also here: ${others.map((other) => kind(other.section, other.object)).join(", ")}.` : "";
  return `${kind(section, object)}${speaker}: ${line(section, object)}. ${sure(object)} sure.${also}`;
}
