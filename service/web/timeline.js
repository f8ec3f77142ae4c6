// The dated events on a line, the first at the top.

import { el } from "./dom.js";
import { chip, list, nothing } from "./cards.js";
import { listed } from "./findings.js";
import { day, gap, interval, moment, status, timex } from "./words.js";

/** [{ key, from, interval, events }] in the order of time: the events whose date is known as an interval. */
export function dated(found, shown) {
  const groups = new Map();
  for (const entry of listed(found, "events", shown)) {
    const date = found.objects.get(entry.object.time?.date_id);
    const when = date?.object.interval;
    const from = when ? moment(when.start) : NaN;
    if (Number.isNaN(from)) continue;
    const key = `${when.start}/${when.end}`;
    if (!groups.has(key)) groups.set(key, { key, from, interval: when, date, events: [] });
    groups.get(key).events.push(entry);
  }
  return [...groups.values()].sort((one, other) => one.from - other.from || moment(one.interval.end) - moment(other.interval.end));
}

export function timeline(panel, found, shown) {
  const groups = dated(found, shown);
  const { published } = found.extraction.article;
  const parts = [];
  if (groups.length) {
    const stops = groups.map((group, at) => ({ ...group, gap: at ? gap(moment(groups[at - 1].interval.end), group.from) : "" }));
    if (published) stops.push({ from: moment(published.slice(0, 10)), published });
    stops.sort((one, other) => one.from - other.from || Boolean(one.published) - Boolean(other.published));
    parts.push(list(stops, stop, { class: "timeline" }));
  } else parts.push(nothing("No event has a date that is sure enough. With the day of publication, “on Thursday” becomes one."));
  const onLine = new Set(groups.flatMap(({ events }) => events.map(({ object }) => object.time.date_id)));
  const others = listed(found, "dates", shown).filter(({ id }) => !onLine.has(id));
  if (others.length) {
    parts.push(el("h3", {}, "Other dates in the text"), list(others, otherDate, { class: "dates" }));
  }
  panel.replaceChildren(...parts);
}

function stop({ interval: when, date, events, gap: since, published }) {
  if (published) return el("div", { class: "stop published" }, el("p", { class: "when" }, day(published.slice(0, 10))), el("p", { class: "what" }, "The article was published"));
  return el(
    "div",
    { class: "stop" },
    since && el("p", { class: "gap" }, `${since} later`),
    el("p", { class: "when", "data-id": date.id }, el("time", { datetime: when.start }, interval(when))),
    el(
      "ul",
      { class: "whats" },
      events.map(({ id, object }) =>
        el(
          "li",
          { class: "what", "data-id": id },
          el("button", { type: "button", class: "title", "data-go": id, dir: "auto" }, object.summary),
          object.status !== "occurred" && el("span", { class: "status" }, status(object)),
        ),
      ),
    ),
  );
}

const otherDate = (entry) => {
  const { object } = entry;
  return el("div", { class: "date", "data-id": entry.id }, chip(entry), el("span", { class: "note" }, timex(object)));
};
