// Where an article comes in: pasted, from a file, or one of the samples.

import { byId, el } from "./dom.js";
import { SAMPLES } from "./samples.js";
import { Trouble } from "./problems.js";
import { count } from "./words.js";

const HTML = /\.x?html?$/i;
const UNREADABLE = new Trouble("This file is no text", "Text and HTML files are read here. From Word or PDF, copy the text and paste it.");

export class Desk {
  /** `onRead(request)` when there is something to read, `onTrouble(trouble)` when a file can't be. */
  constructor({ onRead, onTrouble }) {
    this.form = byId("desk");
    this.text = byId("article");
    this.limits = { max_characters: 200_000, max_bytes: 4_000_000 };
    this.page = null; // a File of HTML, which is sent as it is
    this.onRead = onRead;
    this.onTrouble = onTrouble;
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.read();
    });
    this.text.addEventListener("input", () => this.measure());
    this.text.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.form.requestSubmit();
    });
    byId("file").addEventListener("change", (event) => {
      const [file] = event.target.files;
      event.target.value = "";
      if (file) this.take(file);
    });
    byId("page-file").querySelector("button").addEventListener("click", () => this.put(this.text.value));
    for (const sample of SAMPLES) {
      const button = el("button", { type: "button", class: "sample" }, el("strong", {}, sample.title), el("span", {}, sample.note));
      button.addEventListener("click", () => this.sample(sample));
      byId("samples").append(button);
    }
    this.drops();
    this.measure();
  }

  /** What is known of the limits in force. */
  limit(limits) {
    this.limits = limits;
    this.measure();
  }

  measure() {
    const { length } = this.text.value;
    const most = this.limits.max_characters;
    byId("length").textContent = length ? `${count(length)} of ${count(most)} characters` : `Up to ${count(most)} characters`;
    byId("length").classList.toggle("over", length > most);
  }

  read() {
    const [title, source, published] = ["title", "source", "published"].map((name) => byId(name).value.trim());
    const text = this.text.value;
    if (!this.page && !text.trim()) {
      this.text.focus();
      return this.onTrouble(new Trouble("There is nothing to read yet", "Paste an article, choose a file or take a sample."));
    }
    this.onRead({ ...(this.page ? { page: this.page } : { text }), title, source, published });
  }

  /** A text for the desk, and what is known of it. */
  put(text, { title = "", source = "", published = "", page = null } = {}) {
    this.page = page;
    this.text.value = text;
    this.text.hidden = Boolean(page);
    byId("page-file").hidden = !page;
    byId("page-file").querySelector("span").textContent = page ? `${page.name}: the service takes the article out of the page.` : "";
    byId("title").value = title;
    byId("source").value = source;
    byId("published").value = published;
    this.measure();
  }

  async sample({ file, title, source, published }) {
    const response = await fetch(new URL(`./samples/${file}`, import.meta.url)).catch(() => null);
    if (!response?.ok) return this.onTrouble(new Trouble("The sample can’t be loaded", "Is the service still running?"));
    this.put(await response.text(), { title, source, published });
    this.read();
  }

  async take(file) {
    try {
      if (file.size > this.limits.max_bytes) throw new Trouble("The file is too large", `It may have up to ${count(this.limits.max_bytes)} bytes.`);
      if (file.type === "text/html" || HTML.test(file.name)) this.put("", { page: file });
      else this.put(decode(await file.arrayBuffer()));
      this.read();
    } catch (trouble) {
      this.onTrouble(trouble instanceof Trouble ? trouble : UNREADABLE);
    }
  }

  drops() {
    const sign = byId("drop");
    const carries = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
    document.addEventListener("dragover", (event) => {
      if (!carries(event)) return;
      event.preventDefault();
      sign.hidden = false;
    });
    document.addEventListener("dragleave", (event) => {
      if (!event.relatedTarget) sign.hidden = true;
    });
    document.addEventListener("drop", (event) => {
      sign.hidden = true;
      if (!carries(event)) return;
      event.preventDefault();
      this.take(event.dataTransfer.files[0]);
    });
  }
}

/** Text in UTF-8, or in what Windows wrote before. Raises Trouble for what is no text. */
function decode(buffer) {
  const bytes = new Uint8Array(buffer);
  let text;
  try {
    const name = bytes[0] === 0xff && bytes[1] === 0xfe ? "utf-16le" : bytes[0] === 0xfe && bytes[1] === 0xff ? "utf-16be" : "utf-8";
    text = new TextDecoder(name, { fatal: true }).decode(bytes);
  } catch {
    text = new TextDecoder("windows-1252").decode(bytes);
  }
  if (/[\0-\x08\x0e-\x1a]/.test(text)) throw UNREADABLE;
  return text;
}
