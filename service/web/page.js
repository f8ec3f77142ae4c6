// Sends the article, shows what is found. What the service sends is inserted as text, never as markup.

const SECTIONS = ["events", "quotes", "figures", "places", "people", "organizations", "dates"];

// A section's object in one line, and what is said of it in small.
const LINES = {
  events: (o) => [o.summary, `${o.label}, ${o.status}`],
  quotes: (o) => [`“${o.text}”`, o.speaker?.name ?? o.speaker?.text ?? "nobody named"],
  figures: (o) => [o.text, [o.qualifier, o.value ?? `${o.low ?? ""}–${o.high ?? ""}`, o.unit?.name].filter(Boolean).join(" ")],
  places: (o) => [o.name, [o.kind, o.admin1, o.country, o.resolved ? `${o.lat}, ${o.lon}` : "not in the gazetteer"].filter(Boolean).join(", ")],
  people: (o) => [o.name, o.roles.map((role) => role.title).join("; ")],
  organizations: (o) => [o.name, o.kind],
  dates: (o) => [o.text, o.value],
};

const byId = (id) => document.getElementById(id);

function element(name, text, className) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  if (className) made.className = className;
  return made;
}

const spansOf = (o) => o.mentions ?? o.content ?? [o];

// The text in pieces, each marked with the sections of all spans that cover it.
function highlight(text, found) {
  const edges = [];
  for (const section of SECTIONS) {
    for (const { start, end } of found[section].flatMap(spansOf)) {
      edges.push([start, 1, section], [end, -1, section]);
    }
  }
  edges.sort((a, b) => a[0] - b[0]);
  const open = new Map();
  const pieces = [];
  let at = 0;
  for (const [edge, step, section] of [...edges, [text.length, 0, ""]]) {
    if (edge > at) {
      const classes = SECTIONS.filter((name) => open.get(name) > 0);
      const piece = text.slice(at, edge);
      pieces.push(classes.length ? element("mark", piece, classes.join(" ")) : document.createTextNode(piece));
      at = edge;
    }
    open.set(section, (open.get(section) ?? 0) + step);
  }
  return pieces;
}

function card(section, objects) {
  const made = element("section");
  made.append(element("h2", `${section} (${objects.length})`));
  const list = element("ul");
  for (const object of objects) {
    const [line, small] = LINES[section](object);
    const item = element("li", line);
    item.append(element("br"), element("small", `${small} · ${Math.round(object.confidence * 100)}%`));
    list.append(item);
  }
  made.append(list);
  return made;
}

async function read(event) {
  event.preventDefault();
  const text = byId("text").value;
  const published = byId("published").value || null;
  byId("status").textContent = "Reading…";
  try {
    const response = await fetch("/v1/extract", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ text, published, offsets: "utf16" }), // what JavaScript's strings count
    });
    const body = await response.json();
    if (!response.ok) throw new Error([body.detail, ...body.errors.map((e) => e.detail)].join(" "));
    byId("article").replaceChildren(...highlight(text, body));
    byId("article").hidden = false;
    byId("sections").replaceChildren(...SECTIONS.map((section) => card(section, body[section])));
    byId("status").textContent = `${body.article.words} words, ${body.article.sentences} sentences.`;
  } catch (error) {
    byId("status").textContent = error.message;
  }
}

byId("form").addEventListener("submit", read);
