// Elements, made without markup: whatever is given as a string becomes a text node.

const SVG = "http://www.w3.org/2000/svg";

/** `el("p", { class: "note", hidden: true }, "text", child)`; attributes that are null, undefined or false are left out. */
export const el = (name, attributes, ...children) => fill(document.createElement(name), attributes, children);

export const svg = (name, attributes, ...children) => fill(document.createElementNS(SVG, name), attributes, children);

function fill(made, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === true) made.setAttribute(name, "");
    else if (value !== null && value !== undefined && value !== false) made.setAttribute(name, value);
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

export const byId = (id) => document.getElementById(id);

/** Text of the article in a line of ours: a name in Arabic must not turn the words around it. */
export const bdi = (text, attributes) => el("bdi", attributes, text);

export const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

export const scrollTo = (element, block = "center") =>
  element.scrollIntoView({ block, inline: "nearest", behavior: calm() ? "auto" : "smooth" });

let pointer = "";
const whereIs = ({ clientX, clientY }) => `${clientX} ${clientY}`;
for (const kind of ["pointermove", "pointerdown"]) addEventListener(kind, (event) => (pointer = whereIs(event)), { capture: true, passive: true });

/** Whether a `pointerover` comes from the pointer: what scrolls under a resting pointer is not pointed at. */
export const pointed = (event) => event.pointerType === "mouse" && whereIs(event) !== pointer;

/** At most one call in `milliseconds`, the last one always made. */
export function throttled(milliseconds, call) {
  let timer = null;
  return () => {
    timer ??= setTimeout(() => {
      timer = null;
      call();
    }, milliseconds);
  };
}

/** Hands a text to the reader as a file. */
export function save(name, type, text) {
  const address = URL.createObjectURL(new Blob([text], { type }));
  el("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/** To the clipboard; browsers keep `navigator.clipboard` from pages that came over plain HTTP. */
export async function copy(text) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const area = el("textarea", { class: "offstage", "aria-hidden": "true" });
  area.value = text;
  document.body.append(area);
  area.select();
  const copied = document.execCommand("copy");
  area.remove();
  if (!copied) throw new Error("The browser does not let this page copy.");
}
