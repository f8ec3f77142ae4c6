// A map of the places: Natural Earth's coasts and borders, drawn here, without tiles.

import { el, svg } from "./dom.js";
import { country, whereabouts } from "./words.js";
import { geoAzimuthalEqualArea, geoCentroid, geoDistance, geoGraticule, geoNaturalEarth1, geoPath } from "./vendor/d3-geo.js";
import { feature, mesh } from "./vendor/topojson-client.js";

const WHOLE = 1.05; // radians: what reaches further is shown on a map of the world
const CLOSEST = 0.004; // about 25 km
const ALWAYS = 3; // so many get a label, however crowded it is
const WIDE = ["country", "continent", "area", "water"]; // a map is not cut to fit these, but to the spots

let world = null;

async function load() {
  const response = await fetch(new URL("./vendor/countries-50m.json", import.meta.url));
  const topology = await response.json();
  return {
    land: feature(topology, topology.objects.land),
    borders: mesh(topology, topology.objects.countries, (one, other) => one !== other),
  };
}

/** Fills the frame with a map of places that have coordinates, the most mentioned first. */
export async function draw(frame, entries) {
  world ??= load();
  const { land, borders } = await world.catch((error) => {
    world = null;
    throw error;
  });
  const size = [Math.max(280, frame.clientWidth), Math.max(250, Math.round(frame.clientWidth / 1.5))];
  const start = fit(entries);
  let view = start;

  const ground = svg("g", { class: "ground", "aria-hidden": "true" });
  const pins = svg("g", { class: "pins" });
  const map = svg("svg", { viewBox: `0 0 ${size.join(" ")}`, role: "group", "aria-label": "Map of the places" }, ground, pins);
  const beyond = el("p", { class: "beyond" });

  const render = () => {
    const projection = project(view, size);
    const path = geoPath(projection);
    ground.replaceChildren(
      svg("path", { class: "sea", d: path({ type: "Sphere" }) }),
      svg("path", { class: "graticule", d: path(graticule(view)()) }),
      svg("path", { class: "land", d: path(land) }),
      svg("path", { class: "borders", d: path(borders) }),
    );
    const placed = entries.map((entry) => ({ entry, at: projection([entry.object.lon, entry.object.lat]) }));
    const inside = placed.filter(({ entry, at }) => at && within(at, size) && near(view, entry));
    const focused = document.activeElement?.closest?.(".pin")?.dataset.id;
    pins.replaceChildren(...labelled(inside, size).map(pin).reverse()); // the most mentioned on top
    if (focused) pins.querySelector(`[data-id="${CSS.escape(focused)}"]`)?.focus();
    const outside = placed.filter((one) => !inside.includes(one)).map(({ entry }) => entry.object.name);
    beyond.textContent = outside.length ? `Beyond this view: ${outside.slice(0, 8).join(", ")}${outside.length > 8 ? ` and ${outside.length - 8} more` : ""}` : "";
  };

  const go = (next) => {
    view = next;
    render();
  };
  const zoom = (by) => () => go(zoomed(view, by));
  const button = (name, label, call) => {
    const made = el("button", { type: "button", "aria-label": label, title: label }, name);
    made.addEventListener("click", call);
    return made;
  };
  const controls = el(
    "div",
    { class: "controls", role: "group", "aria-label": "Map view" },
    button("+", "Zoom in", zoom(0.5)),
    button("−", "Zoom out", zoom(2)),
    button("World", "The whole world", () => go({ centre: start.centre, radius: Math.PI })),
    button("Fit", "Fit to the places", () => go(start)),
  );
  drag(map, size, () => view, go);
  render();
  frame.replaceChildren(map, el("figcaption", {}, controls, beyond, el("p", { class: "credit" }, "Coasts and borders: Natural Earth, which draws borders as they are held, not as they are claimed.")));
}

/** { centre: [lon, lat], radius in radians } around the spots, or around all where there are no spots. */
function fit(entries) {
  const spots = entries.filter(({ object }) => !WIDE.includes(object.kind));
  const points = (spots.length ? spots : entries).map(({ object }) => [object.lon, object.lat]);
  let centre = geoCentroid({ type: "MultiPoint", coordinates: points });
  if (centre.some(Number.isNaN)) centre = points[0]; // points that balance out have no centre
  const reach = Math.max(...points.map((point) => geoDistance(centre, point)));
  const least = spots.length ? 0.035 : 0.25; // some 220 km around a town, 1600 around a country
  const radius = Math.max(least, reach * 1.25);
  return { centre, radius: radius > WHOLE ? Math.PI : radius };
}

const zoomed = ({ centre, radius }, by) => {
  const next = Math.max(CLOSEST, radius > WHOLE && by < 1 ? WHOLE : radius * by);
  return { centre, radius: next > WHOLE ? Math.PI : next };
};

const isWorld = (view) => view.radius > WHOLE;

function project(view, [width, height]) {
  if (isWorld(view)) {
    return geoNaturalEarth1().rotate([0, 0]).fitExtent([[6, 6], [width - 6, height - 6]], { type: "Sphere" }).precision(0.5);
  }
  const [lon, lat] = view.centre;
  return geoAzimuthalEqualArea()
    .rotate([-lon, -lat])
    .translate([width / 2, height / 2])
    .scale(height / 2 / (2 * Math.sin(view.radius / 2)))
    .clipAngle(Math.min(89, (view.radius * 2.4 * 180) / Math.PI + 2))
    .clipExtent([[-2, -2], [width + 2, height + 2]])
    .precision(0.5);
}

const within = ([x, y], [width, height]) => x >= 0 && x <= width && y >= 0 && y <= height;

/** The far side of the globe is not on the map, though the projection has a point for it. */
const near = (view, { object }) => isWorld(view) || geoDistance(view.centre, [object.lon, object.lat]) < view.radius * 2.4 + 0.03;

function graticule({ radius }) {
  const degrees = (radius * 180) / Math.PI;
  const step = [30, 10, 5, 2, 1, 0.5, 0.25, 0.1].find((one) => one <= degrees / 1.5) ?? 0.05;
  // Fine meridians are many: only the coarse net is drawn all around the globe.
  return step < 1 ? geoGraticule().step([1, 1]) : geoGraticule().step([step, step]);
}

let ruler = null;

function textWidth(text) {
  ruler ??= Object.assign(document.createElement("canvas").getContext("2d"), { font: '600 14px "Copydesk Sans", sans-serif' });
  return ruler.measureText(text).width;
}

/** Gives a label its side of the pin, or none where all sides are taken; the most mentioned choose first. */
function labelled(placed, [width, height]) {
  const free = (box, taken) => box.left > 0 && box.right < width && box.top > 0 && box.bottom < height && !taken.some((other) => box.left < other.right && other.left < box.right && box.top < other.bottom && other.top < box.bottom);
  const labels = [];
  const pins = placed.map(({ at: [x, y] }) => ({ left: x - 6, right: x + 6, top: y - 6, bottom: y + 6 }));
  return placed.map(({ entry, at: [x, y] }, at) => {
    const wide = textWidth(entry.object.name) + 4;
    const sides = [
      { anchor: "start", dx: 10, dy: 5, left: x + 8, top: y - 8 },
      { anchor: "end", dx: -10, dy: 5, left: x - 8 - wide, top: y - 8 },
      { anchor: "middle", dx: 0, dy: -11, left: x - wide / 2, top: y - 24 },
      { anchor: "middle", dx: 0, dy: 20, left: x - wide / 2, top: y + 8 },
    ];
    const boxes = sides.map((side) => ({ ...side, right: side.left + wide, bottom: side.top + 16 }));
    // The first may cover a pin that is mentioned less.
    const side = boxes.find((box) => free(box, [...labels, ...pins])) ?? (at < ALWAYS ? boxes.find((box) => free(box, labels)) : null);
    if (side) labels.push(side);
    return { entry, at: [x, y], side: side ?? sides[0], crowded: !side };
  });
}

function pin({ entry: { id, object }, at: [x, y], side, crowded }) {
  const where = [object.kind === "country" ? null : whereabouts(object), object.kind === "country" && object.country && country(object.country) !== object.name ? country(object.country) : null];
  const many = object.mentions.length;
  const label = [object.name, object.kind, ...where, `${many} ${many === 1 ? "mention" : "mentions"}`].filter(Boolean).join(", ");
  const round = 3.5 + Math.min(4, Math.sqrt(many));
  const shape = WIDE.includes(object.kind)
    ? svg("rect", { x: -5, y: -5, width: 10, height: 10, transform: "rotate(45)" })
    : svg("circle", { r: round });
  return svg(
    "g",
    { class: `pin ${WIDE.includes(object.kind) ? "wide" : "spot"}${crowded ? " crowded" : ""}`, transform: `translate(${x.toFixed(1)} ${y.toFixed(1)})`, role: "button", tabindex: 0, "aria-label": label, "data-id": id, "data-go": id },
    svg("circle", { class: "target", r: 12 }),
    shape,
    svg("text", { x: side.dx, y: side.dy, "text-anchor": side.anchor }, object.name),
  );
}

/** Drawing the map along with the pointer, and with the arrow keys. */
function drag(map, size, view, go) {
  const [width, height] = size;
  let from = null;
  const moved = (dx, dy) => {
    const at = view();
    if (isWorld(at)) return;
    const [lon, lat] = project(at, size).invert([width / 2 - dx, height / 2 - dy]);
    go({ ...at, centre: [lon, Math.max(-85, Math.min(85, lat))] });
  };
  const scale = () => width / map.getBoundingClientRect().width;
  map.addEventListener("pointerdown", (event) => {
    if (event.button || event.pointerType === "touch" || event.target.closest(".pin")) return;
    from = [event.clientX, event.clientY];
    map.setPointerCapture(event.pointerId);
  });
  map.addEventListener("pointermove", (event) => {
    if (!from) return;
    const [dx, dy] = [(event.clientX - from[0]) * scale(), (event.clientY - from[1]) * scale()];
    if (Math.hypot(dx, dy) < 4) return;
    from = [event.clientX, event.clientY];
    moved(dx, dy);
  });
  for (const end of ["pointerup", "pointercancel"]) map.addEventListener(end, () => (from = null));
  map.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60] }[event.key];
    if (!step) return;
    event.preventDefault();
    moved(...step);
  });
}
