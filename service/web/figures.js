// The figures as a table to sort, and to take away as CSV.

import { el, bdi, save } from "./dom.js";
import { nothing } from "./cards.js";
import { csv } from "./csv.js";
import { listed } from "./findings.js";
import { plural, sure, unit, value } from "./words.js";

const PAGE = 200;

const size = ({ value: one, low, high }) => one ?? low ?? high;

// Heading, what the cell shows, what it is sorted by.
const COLUMNS = [
  ["Figure", "as-said", (figure) => figure.start],
  ["Value", "number", size],
  ["Unit", "words", unit],
  ["Of", "words", (figure) => figure.of?.text ?? ""],
  ["Sure", "number", (figure) => figure.confidence],
];

// What the table is sorted by stays as it is while the reader looks at other things.
const order = { column: 0, down: false };

export function figures(panel, found, shown) {
  const entries = listed(found, "figures", shown);
  if (!entries.length) return panel.replaceChildren(nothing("No figures that are sure enough."));
  const body = el("tbody");
  const heads = COLUMNS.map(([name, kind], at) => {
    const button = el("button", { type: "button" }, name, el("span", { class: "arrow", "aria-hidden": "true" }));
    button.addEventListener("click", () => {
      order.down = order.column === at ? !order.down : kind === "number";
      order.column = at;
      sort();
    });
    return el("th", { scope: "col", class: kind }, button);
  });
  const more = el("button", { type: "button", class: "more" });
  let sorted = entries;
  let rows = 0;
  const grow = () => {
    body.append(...sorted.slice(rows, rows + PAGE).map((entry) => row(found, entry)));
    rows = Math.min(sorted.length, rows + PAGE);
    more.hidden = rows === sorted.length;
    more.textContent = `Show more (${sorted.length - rows} left)`;
  };
  const sort = () => {
    sorted = inOrder(entries);
    rows = 0;
    body.replaceChildren();
    grow();
    heads.forEach((head, at) => {
      if (at === order.column) head.setAttribute("aria-sort", order.down ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    });
  };
  more.grow = grow;
  more.addEventListener("click", grow);
  const take = el("button", { type: "button", class: "download" }, "Download CSV");
  take.addEventListener("click", () => save("figures.csv", "text/csv;charset=utf-8", csv(sorted.map(({ object }) => flat(found, object)))));
  sort();
  const table = el("table", { class: "figures" }, el("caption", { class: "offstage" }, "Figures of the article; the headings sort"), el("thead", {}, el("tr", {}, heads)), body);
  panel.replaceChildren(el("div", { class: "bar" }, el("p", {}, plural(entries.length, "figure")), take), table, more);
}

function inOrder(entries) {
  const key = COLUMNS[order.column][2];
  const compare = (one, other) => (typeof one === "string" ? one.localeCompare(other, "en") : one - other);
  const empty = (held) => held === null || held === "";
  return [...entries].sort((a, b) => {
    const [one, other] = [key(a.object), key(b.object)];
    if (empty(one) || empty(other)) return empty(one) - empty(other); // what is not known comes last, whichever way
    return (order.down ? -1 : 1) * compare(one, other);
  });
}

function row(found, { id, object }) {
  const same = object.same_as_id && found.objects.get(object.same_as_id);
  return el(
    "tr",
    { "data-id": id },
    el(
      "th",
      { scope: "row" },
      el("button", { type: "button", class: "title", "data-go": id }, bdi(object.text)),
      same && el("span", { class: object.conversion_error ? "note wrong" : "note" }, object.conversion_error ? "does not agree with " : "the same as ", bdi(same.object.text)),
    ),
    el("td", { class: "number" }, value(object), { up: " ↑", down: " ↓" }[object.change]),
    el("td", {}, unit(object), object.per && el("span", { class: "note" }, bdi(object.per.text))),
    el("td", {}, object.of && bdi(object.of.text)),
    el("td", { class: "number" }, sure(object)),
  );
}

/** A figure as one row of a spreadsheet. */
const flat = (found, figure) => ({
  id: figure.id,
  text: figure.text,
  kind: figure.kind,
  value: figure.value,
  low: figure.low,
  high: figure.high,
  qualifier: figure.qualifier,
  change: figure.change,
  unit: figure.unit?.name,
  unit_code: figure.unit?.code,
  of: figure.of?.text,
  per: figure.per?.text,
  normalized_value: figure.normalized?.value,
  normalized_low: figure.normalized?.low,
  normalized_high: figure.normalized?.high,
  normalized_code: figure.normalized?.code,
  same_as_id: figure.same_as_id,
  conversion_error: figure.conversion_error,
  date: found.objects.get(figure.date_id)?.object.value,
  place: found.objects.get(figure.place_id)?.object.name,
  context: figure.context.text,
  confidence: figure.confidence,
});
