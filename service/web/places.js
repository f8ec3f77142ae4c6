// The places: on a map, and as cards.

import { el } from "./dom.js";
import { cards, nothing } from "./cards.js";
import { listed } from "./findings.js";

let atlas = null; // the map's code and the world's shape are fetched once they are wanted

export function places(panel, found, shown) {
  const entries = listed(found, "places", shown).sort((one, other) => other.object.mentions.length - one.object.mentions.length);
  if (!entries.length) return panel.replaceChildren(nothing("No places that are sure enough."));
  const frame = el("figure", { class: "map" });
  panel.replaceChildren(frame, cards(found, entries));
  const located = entries.filter(({ object }) => object.lat !== null && object.lon !== null);
  if (!located.length) return frame.remove();
  atlas ??= import("./map.js");
  atlas
    .then(({ draw }) => draw(frame, located))
    .catch(() => {
      atlas = null;
      frame.replaceChildren(el("p", { class: "nothing" }, "The map could not be loaded."));
    });
}
