// The sections that are lists of cards.

import { bdi, el } from "./dom.js";
import { cards, list, nothing } from "./cards.js";
import { listed } from "./findings.js";
import { plural, roleOf } from "./words.js";

/** The events, the most salient first. */
export function events(panel, found, shown) {
  const entries = listed(found, "events", shown).sort((one, other) => other.object.salience - one.object.salience);
  panel.replaceChildren(entries.length ? cards(found, entries) : nothing("No events that happen here and are sure enough."));
}

/** The quotes by who said them, those who speak most first. */
export function quotes(panel, found, shown) {
  const speakers = new Map();
  for (const entry of listed(found, "quotes", shown)) {
    const { speaker } = entry.object;
    const key = speaker?.person_id ?? speaker?.organization_id ?? speaker?.name ?? speaker?.text ?? "";
    if (!speakers.has(key)) speakers.set(key, []);
    speakers.get(key).push(entry);
  }
  const groups = [...speakers].sort(([, one], [, other]) => other.length - one.length);
  if (!groups.length) panel.replaceChildren(nothing("No quotes that are sure enough."));
  else panel.replaceChildren(list(groups, ([key, entries]) => group(found, key, entries), { class: "groups" }));
}

function group(found, key, entries) {
  const speaker = found.objects.get(key);
  const role = speaker?.object.roles?.[0];
  const name = speaker?.object.name ?? entries[0].object.speaker?.name ?? entries[0].object.speaker?.text;
  return el(
    "section",
    { class: "speaker" },
    el("h3", { "data-id": speaker?.id }, name ? bdi(name) : "Nobody is named", el("span", { class: "many" }, plural(entries.length, "quote"))),
    role && el("p", { class: "facts" }, bdi(roleOf(role))),
    cards(found, entries, { without: ["said by"] }),
  );
}

/** People and organizations, those mentioned most first. */
export function names(panel, found, shown) {
  const parts = [];
  for (const [section, title] of [["people", "People"], ["organizations", "Organizations"]]) {
    const entries = listed(found, section, shown).sort((one, other) => other.object.mentions.length - one.object.mentions.length);
    if (entries.length) parts.push(el("h3", {}, title), cards(found, entries));
  }
  panel.replaceChildren(...(parts.length ? parts : [nothing("No names that are sure enough.")]));
}
