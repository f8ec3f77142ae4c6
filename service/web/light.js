// What is lit: the object under the pointer or the focus, else the one that was chosen.

const SOON = 90; // ms

export class Light {
  /** `found` is set anew for each article; `listeners` are told `(id, linked)`. */
  constructor() {
    this.found = null;
    this.hot = null;
    this.chosen = null;
    this.listeners = [];
    this.timer = null;
    this.told = null;
  }

  begin(found) {
    this.found = found;
    clearTimeout(this.timer);
    this.hot = this.chosen = null;
    this.tell(true);
  }

  /** The pointer passes over much on its way: what it enters or leaves counts once it has stayed. */
  enter(id, { atOnce = false } = {}) {
    this.soon(id, atOnce ? 0 : this.id === null ? SOON : SOON / 2);
  }

  leave({ atOnce = false } = {}) {
    this.soon(null, atOnce ? 0 : SOON);
  }

  soon(id, milliseconds) {
    clearTimeout(this.timer);
    const now = () => {
      this.hot = id;
      this.tell();
    };
    if (milliseconds) this.timer = setTimeout(now, milliseconds);
    else now();
  }

  choose(id) {
    clearTimeout(this.timer);
    this.chosen = id;
    this.hot = null;
    this.tell();
  }

  get id() {
    return this.hot ?? this.chosen;
  }

  tell(anyhow = false) {
    if (this.id === this.told && !anyhow) return;
    this.told = this.id;
    const linked = this.id === null ? new Set() : this.found.links.get(this.id);
    for (const listener of this.listeners) listener(this.id, linked);
  }
}
