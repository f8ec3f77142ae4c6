// The article at a glance: its main event, who speaks, where it plays, which figures matter.

import { bdi, el } from "./dom.js";
import { chip, nothing } from "./cards.js";
import { linkedOf, listed } from "./findings.js";
import { boilerplate, count } from "./words.js";

const QUESTIONS = ["who", "what", "when", "where", "why", "how"];
const MOST = 6;
const MOST_EVENTS = 4;

export function summary(panel, found, shown) {
  const { main_event: main, boilerplate: aside } = found.extraction.article;
  const parts = [];
  const event = main && found.objects.get(main.event_id);
  if (event) {
    const rows = QUESTIONS.filter((question) => main[question]).map((question) =>
      el("div", {}, el("dt", {}, question), el("dd", {}, bdi(main[question].text))),
    );
    parts.push(
      el("h3", {}, "The main event"),
      el("button", { type: "button", class: "lead", "data-id": event.id, "data-go": event.id, dir: "auto" }, event.object.summary),
      el("dl", { class: "questions" }, rows),
    );
  }
  const weigh = (section, weight) =>
    listed(found, section, shown)
      .map((entry) => ({ entry, weight: weight(entry) }))
      .filter((one) => one.weight > 0)
      .sort((one, other) => other.weight - one.weight)
      .slice(0, MOST);
  const spoken = ({ id }) => linkedOf(found, id, "quotes").filter(shown).filter(({ object }) => [object.speaker?.person_id, object.speaker?.organization_id].includes(id)).length;
  const named = ({ object }) => object.mentions.length;
  const voices = [...weigh("people", spoken), ...weigh("organizations", spoken)].sort((one, other) => other.weight - one.weight);
  parts.push(
    ...more(weigh("events", ({ id, object }) => (id === event?.id ? 0 : object.salience))),
    ...ranking("Who speaks", "quotes", voices.slice(0, MOST)),
    ...ranking("Where it plays", "mentions", weigh("places", named)),
  );
  const figures = listed(found, "figures", shown).filter(({ id }) => linkedOf(found, id, "events").some(shown));
  if (figures.length) {
    parts.push(el("h3", {}, "Figures of the events"), el("p", { class: "chips" }, figures.slice(0, 2 * MOST).map((entry) => chip(entry, withUnit(entry)))));
  }
  if (aside.length) {
    parts.push(
      el("h3", {}, "Set aside as no part of the story"),
      el("ul", { class: "asides" }, aside.slice(0, 2 * MOST).map((span) => el("li", {}, el("span", { class: "kind" }, boilerplate(span)), " ", bdi(span.text)))),
    );
  }
  panel.replaceChildren(...(parts.length ? parts : [nothing("Nothing was found in this text.")]));
}

const withUnit = ({ object }) => (object.of ? `${object.text} (${object.of.text})` : object.text);

const more = (weighed) =>
  weighed.length
    ? [el("h3", {}, "What else happens"), el("ul", { class: "others" }, weighed.slice(0, MOST_EVENTS).map(({ entry }) => el("li", {}, chip(entry))))]
    : [];

function ranking(title, what, weighed) {
  if (!weighed.length) return [];
  const most = weighed[0].weight;
  const rows = weighed.map(({ entry, weight }) =>
    el(
      "li",
      {},
      chip(entry),
      el("progress", { class: entry.section, max: most, value: weight, "aria-hidden": "true" }),
      el("span", { class: "number" }, count(weight), el("span", { class: "offstage" }, ` ${what}`)),
    ),
  );
  return [el("h3", {}, title, el("span", { class: "many" }, what)), el("ol", { class: "ranking" }, rows)];
}
