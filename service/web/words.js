// Values of the contract, in words for a reader.

const LOCALE = "en-GB";
const number = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 4 });
const regions = new Intl.DisplayNames(LOCALE, { type: "region" });

export const SECTION_NAMES = {
  events: "Events",
  quotes: "Quotes",
  figures: "Figures",
  places: "Places",
  people: "People",
  organizations: "Organizations",
  dates: "Dates",
};

const ONE = {
  events: "Event",
  quotes: "Quote",
  figures: "Figure",
  places: "Place",
  people: "Person",
  organizations: "Organization",
  dates: "Date",
};

const QUALIFIERS = {
  exact: "",
  about: "about",
  more_than: "more than",
  at_least: "at least",
  less_than: "less than",
  at_most: "at most",
};

const FIGURE_KINDS = { count: "Count", measure: "Measure", money: "Money", percent: "Per cent", other: "Figure" };
const QUOTE_TYPES = { direct: "Direct quote", indirect: "Indirect quote", mixed: "Partly quoted" };
const STATUSES = {
  occurred: "happened",
  ongoing: "going on",
  planned: "planned",
  possible: "possible",
  denied: "said not to have happened",
};
const BOILERPLATE = { caption: "caption", byline: "byline", dateline: "dateline", credit: "credit", link: "link", date: "date" };

export const status = (event) => STATUSES[event.status] ?? event.status;
export const boilerplate = (span) => BOILERPLATE[span.kind] ?? "set aside";
export const count = (many) => number.format(many);
export const plural = (many, one, more = `${one}s`) => `${count(many)} ${many === 1 ? one : more}`;
export const sure = (object) => `${Math.round(object.confidence * 100)}%`;
export const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/** What an object is, in a word or two. */
export function kind(section, object) {
  if (section === "quotes") return QUOTE_TYPES[object.type] ?? ONE.quotes;
  if (section === "figures") return FIGURE_KINDS[object.kind] ?? capital(object.kind);
  if (section === "places" && object.kind !== "other") return capital(object.kind);
  if (section === "organizations" && object.kind !== "other") return { ngo: "NGO" }[object.kind] ?? capital(object.kind);
  if (section === "events") return object.type === "other" ? ONE.events : object.label.replace(/ \(.*\)$/, "");
  if (section === "dates") return { DURATION: "Duration", SET: "Recurring", TIME: "Time" }[object.type] ?? ONE.dates;
  return ONE[section];
}

/** An object in one line. */
export function line(section, object) {
  if (section === "events") return object.summary;
  if (section === "quotes") return object.type === "direct" ? `“${object.text}”` : object.text;
  return object.name ?? object.text;
}

/** A figure's value: "about 252 to 287". */
export function value(figure) {
  const { value: one, low, high } = figure;
  const said = one !== null ? number.format(one) : [low, high].map((end) => (end === null ? "" : number.format(end)));
  const range = Array.isArray(said) ? said.filter(Boolean).join(" to ") : said;
  return [QUALIFIERS[figure.qualifier], range].filter(Boolean).join(" ");
}

export const unit = (figure) => figure.unit?.name ?? (figure.kind === "percent" ? "per cent" : "");

export function country(code) {
  try {
    return regions.of(code);
  } catch {
    return code; // XK and the like
  }
}

/** Where a place is: "Kharkiv Oblast, Ukraine". */
export function whereabouts(place) {
  const inCountry = place.country && place.kind !== "country" ? country(place.country) : null;
  return [place.admin1 === place.name ? null : place.admin1, inCountry].filter(Boolean).join(", ");
}

export function coordinates({ lat, lon }) {
  const part = (degrees, plus, minus) => `${Math.abs(degrees).toFixed(2)}° ${degrees < 0 ? minus : plus}`;
  return `${part(lat, "N", "S")}, ${part(lon, "E", "W")}`;
}

// Dates are days of a calendar: no time zone may shift them.
const formats = Object.fromEntries(
  Object.entries({
    day: { day: "numeric", month: "long", year: "numeric" },
    month: { month: "long", year: "numeric" },
    year: { year: "numeric" },
  }).map(([name, options]) => [name, new Intl.DateTimeFormat(LOCALE, { ...options, timeZone: "UTC" })]),
);

const DAY = 86_400_000;

/** A date of ISO 8601 as milliseconds, or NaN. */
export const moment = (iso) => Date.parse(/^\d{4}-\d\d-\d\d$/.test(iso) ? `${iso}T00:00Z` : iso);

/** An interval, whose end is exclusive, as a reader would put it: "16 September 2022", "April 2022", "2019 to 2021". */
export function interval({ start, end }) {
  const [from, to] = [moment(start), moment(end)];
  if (Number.isNaN(from) || Number.isNaN(to)) return start;
  const clock = /T(\d\d:\d\d)/.exec(start);
  if (clock && to - from < DAY) return `${formats.day.format(from)}, ${clock[1]}`;
  const last = Math.max(from, to - DAY);
  const [first, final] = [new Date(from), new Date(to)];
  const wholeMonths = first.getUTCDate() === 1 && final.getUTCDate() === 1;
  const wholeYears = wholeMonths && first.getUTCMonth() === 0 && final.getUTCMonth() === 0;
  const format = wholeYears ? formats.year : wholeMonths ? formats.month : formats.day;
  const [said, until] = [format.format(from), format.format(last)];
  return said === until ? said : `${said} to ${until}`;
}

const UNITS = { Y: "year", M: "month", W: "week", D: "day", H: "hour", S: "second", DE: "decade", CE: "century" };

/** A TIMEX3 value as a reader would put it: its interval, its length, or what can be said without a calendar. */
export function timex(date) {
  if (date.interval) return interval(date.interval);
  const known = { PAST_REF: "in the past", PRESENT_REF: "at present", FUTURE_REF: "in the future" }[date.value];
  if (known) return known;
  const [, time, size, letter] = /^P(T?)([\d.]+)([A-Z]+)$/.exec(date.value) ?? [];
  const named = letter === "M" && time ? "minute" : UNITS[letter];
  if (named) return plural(Number(size), named, named === "century" ? "centuries" : undefined);
  return "its day in the calendar is not known";
}

/** "former lead investigator, Kharkiv region police" */
export const roleOf = (role) => [role.former ? `former ${role.title}` : role.title, role.affiliation].filter(Boolean).join(", ");

export const day = (iso) => (Number.isNaN(moment(iso)) ? iso : formats.day.format(moment(iso)));

/** How long it is between two moments, roughly; empty for less than a month. */
export function gap(from, to) {
  const days = Math.round((to - from) / DAY);
  if (days < 31) return "";
  if (days < 365) return plural(Math.round(days / 30.4), "month");
  return plural(Math.round(days / 365.25), "year");
}
