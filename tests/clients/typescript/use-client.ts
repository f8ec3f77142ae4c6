// What somebody does with the types that openapi-typescript makes; `test_typescript.py` checks and runs it.
import { strict as assert } from "node:assert";
import { readFile } from "node:fs/promises";

import createClient from "openapi-fetch";

import type { components, paths } from "./copydesk.js";

const [address = "", seed = ""] = process.argv.slice(2);
const text = await readFile(seed, "utf8");
// The second type says which of the formats is meant.
const client = createClient<paths, "application/json" | "application/problem+json">({ baseUrl: address });

// An article in, objects out, every one of them typed.
const { data: found } = await client.POST("/v1/extract", { body: { text, offsets: "utf16" } });
assert(found);
const spoken = found.quotes.filter((quote: components["schemas"]["Quote"]) => quote.type === "direct");
assert(spoken.some((quote) => quote.speaker?.name === "Volodymyr Zelensky"));
for (const quote of found.quotes) {
  for (const piece of quote.content) assert.equal(text.slice(piece.start, piece.end), piece.text);
}
const izium = found.places.find((place) => place.name === "Izium");
assert.equal(izium?.country, "UA");

// The dialects have types of their own.
const maps = createClient<paths, "application/geo+json">({ baseUrl: address });
const { data: places } = await maps.POST("/v1/extract", {
  body: { text, include: ["places"] },
  params: { query: { format: "geojson" } },
});
assert.equal(places?.features[0]?.geometry?.coordinates.length, 2);

// A problem is an object, too.
const { data: none, error: problem } = await client.POST("/v1/extract", {
  body: { text: "Die Bürgermeisterin sagte am Donnerstag, dass zwei Menschen bei einem Brand ums Leben gekommen seien." },
});
assert.equal(none, undefined);
assert.equal(problem?.status, 422);
assert.equal(problem.detected, "de");

const { data: known } = await client.GET("/v1/event-types");
assert.equal(known?.event_types.length, 77);

// What the contract has not is an error before it is sent.
export const wrong = () => [
  // @ts-expect-error a confidence is a number
  client.POST("/v1/extract", { body: { text, min_confidence: "high" } }),
  // @ts-expect-error there is no such section
  client.POST("/v1/extract", { body: { text, include: ["weather"] } }),
  // @ts-expect-error the text is missing
  client.POST("/v1/extract", { body: {} }),
  // @ts-expect-error there is no such path
  client.GET("/v1/weather"),
  // @ts-expect-error there is no such section
  found.weather,
];

console.log("the client works");
