// An object as a card: what it is, what is known of it, what it is tied to. The same in the lists and beside the text.

import { bdi, el } from "./dom.js";
import { MINOR, linkedOf } from "./findings.js";
import { coordinates, country, kind, line, plural, status, roleOf, sure, timex, unit, value, whereabouts } from "./words.js";

const PAGE = 50;
const MOST_TIES = 3;

/** A name that leads to an object: it lights up under the pointer, and shows it when pressed. */
export function chip({ id, section, object }, text = line(section, object)) {
  return el("button", { type: "button", class: `chip ${section}`, "data-id": id, "data-go": id }, bdi(text));
}

/** `without` names ties to leave out; `plain` makes the title no button. */
export function card(found, id, { without = [], plain = false } = {}) {
  const { section, object } = found.objects.get(id);
  const said = line(section, object);
  const title = plain
    ? el("p", { class: "title", dir: "auto" }, said)
    : el("button", { type: "button", class: "title", dir: "auto", "data-go": id }, said);
  const facts = factsOf[section](object, found).filter(Boolean);
  const ties = tiesOf[section](object, found).filter(([label, held]) => held.length && !without.includes(label));
  return el(
    "div",
    { class: `card ${section}`, "data-id": id },
    el(
      "p",
      { class: "kicker" },
      el("span", { class: `swatch ${section}`, "aria-hidden": "true" }),
      kind(section, object),
      section === "events" && object.status !== "occurred" && el("span", { class: "status" }, status(object)),
      el("span", { class: "sure", title: `Of a hundred objects like this, about ${Math.round(object.confidence * 100)} are right` }, `${sure(object)} sure`),
    ),
    title,
    facts.length > 0 && el("p", { class: "facts" }, facts.flatMap((fact, at) => (at ? [" · ", fact] : [fact]))),
    ties.length > 0 && el("dl", { class: "ties" }, ties.map(([label, held]) => el("div", {}, el("dt", {}, label), el("dd", {}, cut(held))))),
  );
}

const cut = (held) => (held.length > MOST_TIES ? [...held.slice(0, MOST_TIES), el("span", { class: "rest" }, `and ${held.length - MOST_TIES} more`)] : held);

const mentioned = (object) => object.mentions.length > 1 && `${object.mentions.length} mentions`;

const factsOf = {
  events: () => [],
  quotes: () => [],
  figures: (figure) => [
    [value(figure), unit(figure)].filter(Boolean).join(" "),
    figure.of && bdi(`of ${figure.of.text}`),
    figure.per && bdi(figure.per.text),
    { up: "up", down: "down" }[figure.change],
    figure.conversion_error && "the two do not agree",
  ],
  places: (place) => [
    whereabouts(place) && bdi(whereabouts(place)),
    mentioned(place),
    place.resolved ? coordinates(place) : "not in the gazetteer",
    place.disputed && "claimed by more than one country",
  ],
  people: (person, found) => [
    ...person.roles.map((role) => bdi(roleOf(role))),
    mentioned(person),
    told(found, person, "quotes", "quote"),
    told(found, person, "events", "event"),
  ],
  organizations: (organization, found) => [
    mentioned(organization),
    told(found, organization, "quotes", "quote"),
    told(found, organization, "events", "event"),
  ],
  dates: (date) => [timex(date)],
};

const told = (found, { id }, section, one) => {
  const many = linkedOf(found, id, section).length;
  return many > 0 && plural(many, one);
};

/** What an id leads to, or the bare words where it leads nowhere. */
function tie(found, id, text) {
  const other = id && found.objects.get(id);
  return other ? chip(other, text) : text && bdi(text, { class: "words" });
}

const ties = (...held) => held.filter(Boolean);
const refers = (span) => span?.person_id ?? span?.organization_id ?? span?.place_id ?? span?.date_id;

const ROLES = [
  ["agent", "who"],
  ["patient", "what"],
  ["recipient", "to whom"],
  ["instrument", "with"],
];

const tiesOf = {
  quotes: (quote, found) => [
    ["said by", ties(quote.speaker && tie(found, refers(quote.speaker), quote.speaker.name ?? quote.speaker.text))],
    ["told to", ties(tie(found, quote.via_id))],
    ["when", ties(tie(found, quote.date_id))],
    ["about", quote.event_ids.map((id) => found.objects.get(id)).filter((event) => event && event.object.type !== "other" && event.object.salience >= MINOR).map((event) => chip(event, `${kind("events", event.object)}: ${event.object.summary}`))],
  ],
  events: (event, found) => [
    ...ROLES.map(([role, label]) => [label, participants(found, event, role)]),
    ["when", ties(event.time && tie(found, refers(event.time), event.time.text))],
    ["where", ties(event.place && tie(found, refers(event.place), event.place.text))],
    ["figures", event.figure_ids.map((id) => tie(found, id)).filter(Boolean)],
    ["according to", ties(event.source && tie(found, refers(event.source), event.source.text))],
  ],
  figures: (figure, found) => [
    ["the same as", ties(tie(found, figure.same_as_id))],
    ["when", ties(tie(found, figure.date_id))],
    ["where", ties(tie(found, figure.place_id))],
    ["event", linkedOf(found, figure.id, "events").map((event) => chip(event))],
  ],
  places: (place, found) => [
    ["as", [...new Set(place.mentions.map((mention) => mention.relation).filter(Boolean))].map((relation) => bdi(`${relation} ${place.name}`, { class: "words" }))],
    ["events", linkedOf(found, place.id, "events").map((event) => chip(event))],
    ["or else", place.alternatives.filter((other) => other.confidence >= 0.05).map((other) => bdi(`${other.name}${other.country ? `, ${country(other.country)}` : ""} (${sure(other)})`, { class: "words" }))],
  ],
  people: (person, found) => [["of", [...new Set(person.roles.map(refers))].map((id) => tie(found, id)).filter(Boolean)]],
  organizations: (organization, found) => [["in", ties(tie(found, organization.place_id))]],
  dates: (date, found) => [["events", linkedOf(found, date.id, "events").map((event) => chip(event))]],
};

function participants(found, event, role) {
  const seen = new Set();
  return event.participants
    .filter((one) => one.role === role && !seen.has(refers(one) ?? one.text) && seen.add(refers(one) ?? one.text))
    .map((one) => tie(found, refers(one), one.text));
}

/**
 * A list that grows on demand: `make(entry)` makes an item. The list gets `grow()`, which returns whether there was more.
 */
export function list(entries, make, attributes = {}) {
  const made = el("ul", { class: "list", ...attributes });
  const more = el("button", { type: "button", class: "more" });
  let shown = 0;
  const grow = () => {
    made.append(...entries.slice(shown, shown + PAGE).map((entry) => el("li", {}, make(entry))));
    shown = Math.min(entries.length, shown + PAGE);
    more.hidden = shown === entries.length;
    more.textContent = `Show more (${entries.length - shown} left)`;
  };
  more.addEventListener("click", grow);
  grow();
  const whole = el("div", {}, made, more);
  whole.more = more;
  more.grow = grow;
  return whole;
}

export const cards = (found, entries, options) => list(entries, ({ id }) => card(found, id, options));

export const nothing = (what) => el("p", { class: "nothing" }, what);
