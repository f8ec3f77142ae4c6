// The article with what was found in it. Only what is near the window carries marks, so that a book would scroll as well.
//
// The text is cut into chunks (a paragraph, or part of an endless one), a chunk into segments: at every place where an object
// or a part of one starts or ends. A segment knows all objects that cover it, so overlapping spans need no nesting.

import { el, pointed, scrollTo } from "./dom.js";

const LONGEST_CHUNK = 3000; // characters; a browser takes long to lay out a paragraph of 200,000
const NEAR = "1200px 0px";

// What a segment stands for first, where two objects cover just the same words.
const FIRST = ["figures", "people", "organizations", "places", "dates", "events", "quotes"];

export class Text {
  /** `container` holds the article; `onEnter(id, element, byKey)`, `onLeave()`, `onChoose(id, element)` are told of the reader. */
  constructor(container, { onEnter, onLeave, onChoose }) {
    this.container = container;
    this.segments = new WeakMap(); // element -> segment
    this.visible = () => false;
    this.lit = { id: null, linked: new Set() };
    this.observer = new IntersectionObserver((entries) => this.seen(entries), { rootMargin: NEAR });
    const at = (event, call) => {
      const element = event.target.closest?.(".segment");
      const id = element && this.primary(element);
      if (id) call(id, element);
      return Boolean(id);
    };
    container.addEventListener("pointerover", (event) => {
      if (pointed(event) && !at(event, (id, element) => onEnter(id, element, false))) onLeave();
    });
    container.addEventListener("pointerleave", onLeave);
    container.addEventListener("focusin", (event) => at(event, (id, element) => onEnter(id, element, true)));
    container.addEventListener("focusout", onLeave);
    container.addEventListener("click", (event) => {
      if (getSelection().isCollapsed && !at(event, onChoose)) onChoose(null);
    });
    container.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (step && !event.altKey && !event.ctrlKey && !event.metaKey) this.step(step);
      else if (event.key !== "Enter" || !at(event, onChoose)) return;
      event.preventDefault();
    });
  }

  show(found) {
    this.observer.disconnect();
    this.found = found;
    this.chunks = [];
    this.position = -1; // offset of the mark that has the focus
    for (const [start, end] of paragraphsOf(found.text)) this.chunks.push(...chunksOf(found.text, start, end));
    for (const chunk of this.chunks) chunk.element.chunk = chunk;
    this.share(found.spans, "spans");
    this.share(found.parts, "parts");
    this.share(found.extraction.article.boilerplate, "boilerplate");
    this.container.replaceChildren(...this.chunks.map((chunk) => chunk.element));
    for (const chunk of this.chunks) this.observer.observe(chunk.element);
  }

  /** Each chunk gets the spans that touch it. */
  share(spans, name) {
    for (const span of spans) {
      for (let at = this.chunkAt(span.start); at < this.chunks.length && this.chunks[at].start < span.end; at++) {
        if (span.start < this.chunks[at].end) this.chunks[at][name].push(span);
      }
    }
  }

  /** Index of the chunk that has an offset, or the next after it. */
  chunkAt(offset) {
    let [low, high] = [0, this.chunks.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.chunks[middle].end <= offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  seen(entries) {
    for (const { target, isIntersecting } of entries) {
      const { chunk } = target;
      if (isIntersecting) this.mark(chunk);
      else if (chunk.segments && !target.contains(document.activeElement)) {
        chunk.segments = null;
        target.replaceChildren(chunk.text);
      }
    }
  }

  mark(chunk) {
    if (chunk.segments) return;
    chunk.segments = segmentsOf(chunk);
    const pieces = chunk.segments.map((segment) => {
      const piece = chunk.text.slice(segment.start - chunk.start, segment.end - chunk.start);
      if (!segment.spans.length && !segment.parts.length && !segment.aside) return piece;
      segment.element = el(segment.spans.length ? "mark" : "span", { class: "segment", "data-ids": ids(segment) }, piece);
      this.segments.set(segment.element, segment);
      this.paint(segment);
      return segment.element;
    });
    chunk.element.replaceChildren(...pieces);
  }

  /** `visible(span)` tells which spans are marked from now on. */
  filter(visible) {
    this.visible = visible;
    this.stops = null;
    this.repaint();
  }

  /** Lights an object, or none, and fainter what it is linked to; the rest steps back. */
  light(id, linked) {
    this.lit = { id, linked };
    this.repaint();
  }

  repaint() {
    for (const chunk of this.chunks ?? []) {
      for (const segment of chunk.segments ?? []) if (segment.element) this.paint(segment);
    }
  }

  paint(segment) {
    const { id, linked } = this.lit;
    const shown = segment.spans.filter(this.visible);
    const classes = ["segment"];
    // With one object lit, the others step back.
    const drawn = id === null ? shown : shown.filter((span) => span.id === id || linked.has(span.id));
    for (const { section, faint } of drawn) classes.push(faint ? `${section} faint` : section);
    if (segment.aside) classes.push("aside");
    if (shown.some((span) => span.start === segment.start)) classes.push("stop");
    if (segment.spans.some((span) => span.id === id)) classes.push("lit");
    else if (segment.spans.some((span) => linked.has(span.id))) classes.push("linked");
    else if (segment.parts.some((part) => part.id === id)) classes.push("part");
    const written = classes.join(" ");
    if (segment.element.className === written) return;
    segment.element.className = written;
    if (classes.includes("stop")) segment.element.tabIndex = -1;
    else segment.element.removeAttribute("tabindex");
  }

  /** The ids of all visible objects that cover an element of the text, the closest first. */
  idsAt(element) {
    const { spans } = this.segments.get(element);
    const rank = (span) => (span.end - span.start) * 10 + FIRST.indexOf(span.section);
    const shown = spans.filter(this.visible).sort((one, other) => rank(one) - rank(other));
    return [...new Set(shown.map((span) => span.id))];
  }

  primary(element) {
    return this.idsAt(element)[0] ?? null;
  }

  /** The focus goes to the next mark, or the one before. */
  step(by) {
    this.stops ??= [...new Set(this.found.spans.filter(this.visible).map((span) => span.start))].sort((a, b) => a - b);
    if (!this.stops.length) return;
    const focused = this.segments.get(document.activeElement);
    if (focused) this.position = focused.start;
    let at = this.stops.findIndex((stop) => stop >= this.position);
    if (at < 0) at = this.stops.length;
    if (by < 0 || this.stops[at] === this.position) at += by;
    this.position = this.stops[Math.max(0, Math.min(at, this.stops.length - 1))];
    const element = this.elementAt(this.position);
    element.focus({ preventScroll: true });
    scrollTo(element, "nearest");
  }

  elementAt(offset) {
    const chunk = this.chunks[this.chunkAt(offset)];
    this.mark(chunk);
    return chunk.segments.find((segment) => segment.element && segment.end > offset).element;
  }

  /** Scrolls to where an object is first mentioned by its name. Returns the element. */
  reveal(id) {
    const spans = this.found.spans.filter((span) => span.id === id);
    const span = spans.find((one) => !one.faint) ?? spans[0];
    if (!span) return null;
    const element = this.elementAt(span.start);
    scrollTo(element);
    return element;
  }
}

const ids = ({ spans }) => [...new Set(spans.map((span) => span.id))].join(" ") || null;

/** Paragraphs as [start, end): cut at empty lines, or at every line end where there are none. */
function* paragraphsOf(text) {
  const blank = /\n[^\S\n]*\n/.test(text) ? /\n[^\S\n]*\n\s*/g : /\n\s*/g;
  let start = text.length - text.trimStart().length;
  for (const cut of text.matchAll(blank)) {
    if (cut.index > start) yield [start, cut.index];
    start = Math.max(start, cut.index + cut[0].length);
  }
  if (start < text.length) yield [start, text.length];
}

/** A paragraph, in pieces if it is endless: cut after a sentence, or at least at a space. */
function chunksOf(text, start, end) {
  const chunks = [];
  while (start < end) {
    let cut = Math.min(end, start + LONGEST_CHUNK);
    if (cut < end) {
      const sentence = text.lastIndexOf(". ", cut - 2);
      const space = text.lastIndexOf(" ", cut - 1);
      if (sentence > start) cut = sentence + 2;
      else if (space > start) cut = space + 1;
      else if (/[\uDC00-\uDFFF]/.test(text[cut])) cut -= 1; // not through a pair of surrogates
    }
    const piece = text.slice(start, cut);
    const element = el("p", { dir: "auto", class: cut < end ? "goes-on" : null }, piece);
    chunks.push({ start, end: cut, text: piece, element, spans: [], parts: [], boilerplate: [], segments: null });
    start = cut;
  }
  return chunks;
}

/** { start, end, spans, parts, aside }, one after the other through the chunk. */
function segmentsOf(chunk) {
  const edges = new Map(); // offset -> { opens, closes }
  const edge = (offset) => {
    const inside = Math.max(chunk.start, Math.min(chunk.end, offset));
    if (!edges.has(inside)) edges.set(inside, { opens: [], closes: [] });
    return edges.get(inside);
  };
  edge(chunk.start);
  edge(chunk.end);
  for (const name of ["spans", "parts", "boilerplate"]) {
    for (const span of chunk[name]) {
      edge(span.start).opens.push([name, span]);
      edge(span.end).closes.push([name, span]);
    }
  }
  const open = { spans: new Set(), parts: new Set(), boilerplate: new Set() };
  const offsets = [...edges.keys()].sort((a, b) => a - b);
  return offsets.slice(0, -1).map((start, at) => {
    for (const [name, span] of edges.get(start).closes) open[name].delete(span);
    for (const [name, span] of edges.get(start).opens) open[name].add(span);
    return { start, end: offsets[at + 1], spans: [...open.spans], parts: [...open.parts], aside: open.boilerplate.size > 0 };
  });
}
