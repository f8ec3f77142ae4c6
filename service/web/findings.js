// An extraction, so that one can ask: what is this id, where does it stand, what is it linked to?

export const SECTIONS = ["quotes", "figures", "places", "people", "organizations", "dates", "events"];

/** Events below this salience are minor: what is told in passing. The main event never is. */
export const MINOR = 0.2;

/**
 * objects: id -> { id, section, object }
 * spans:   { start, end, id, section, faint } of every object, as they stand in the text; `faint` for pronouns
 * parts:   { start, end, id } of what belongs to an object without being one: a speaker's words, what is measured
 * links:   id -> Set of ids, in both directions
 */
export function findings(text, extraction) {
  const found = { text, extraction, objects: new Map(), spans: [], parts: [], links: new Map() };
  for (const section of SECTIONS) {
    for (const object of extraction[section]) {
      found.objects.set(object.id, { id: object.id, section, object });
      found.links.set(object.id, new Set());
    }
  }
  for (const { id, section, object } of found.objects.values()) {
    for (const { start, end, kind } of object.mentions ?? object.content ?? [object]) {
      found.spans.push({ start, end, id, section, faint: kind === "pronoun" });
    }
    for (const part of partsOf[section]?.(object) ?? []) {
      if (part) found.parts.push({ start: part.start, end: part.end, id });
    }
    for (const other of idsIn(object)) {
      if (other !== id && found.objects.has(other)) {
        found.links.get(id).add(other);
        found.links.get(other).add(id);
      }
    }
  }
  return found;
}

const partsOf = {
  quotes: (quote) => [quote.speaker, quote.cue],
  figures: (figure) => [figure.of, figure.per],
  events: (event) => [...event.participants, event.time, event.place, event.source],
  people: (person) => person.roles,
};

/** The ids that an object holds, at whatever depth: fields named `*_id` and `*_ids`. */
function* idsIn(value) {
  for (const [name, held] of Object.entries(value ?? {})) {
    if (name.endsWith("_id") && typeof held === "string") yield held;
    else if (name.endsWith("_ids")) yield* held;
    else if (held && typeof held === "object") yield* idsIn(held);
  }
}

/** Which objects the reader wants to see. `filter`: { confidence: 0 to 1, minor: boolean }. */
export function shownBy(found, filter) {
  const main = found.extraction.article.main_event?.event_id;
  return ({ section, object }) =>
    object.confidence >= filter.confidence &&
    (section !== "events" || filter.minor || object.salience >= MINOR || object.id === main);
}

/** The objects of one section that are shown, in order of first mention. */
export const listed = (found, section, shown) =>
  found.extraction[section].map((object) => found.objects.get(object.id)).filter(shown);

/** Those of the objects linked to `id` that are of a section. */
export const linkedOf = (found, id, section) =>
  [...found.links.get(id)].map((other) => found.objects.get(other)).filter((other) => other.section === section);
