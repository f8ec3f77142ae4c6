// Who said what, with nothing but Node.js: node quotes.mjs http://127.0.0.1:8000 story.txt
import { readFile } from "node:fs/promises";

const [address, file] = process.argv.slice(2);
const text = await readFile(file, "utf8");
const answer = await fetch(`${address}/v1/extract`, {
  method: "POST",
  headers: { "Content-Type": "application/json" },
  // utf16: what the offsets of JavaScript's strings count
  body: JSON.stringify({ text, include: ["quotes", "people"], offsets: "utf16" }),
});
const found = await answer.json();
if (!answer.ok) throw new Error(`${found.title}: ${found.detail}`);

for (const quote of found.quotes) {
  for (const piece of quote.content) {
    if (text.slice(piece.start, piece.end) !== piece.text) throw new Error("the offsets are not of this text");
  }
  console.log(`${quote.speaker?.name ?? quote.speaker?.text ?? "?"}: ${quote.text}`);
}
