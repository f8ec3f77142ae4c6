// Articles to try: one as it came from the wire, the others invented for this page.

export const SAMPLES = [
  { file: "graves.txt", title: "440 graves found at Izium", note: "World news, 600 words", source: "CNN", published: "2022-09-16" },
  { file: "ferries.txt", title: "Ferry line orders electric ships", note: "Business, invented", source: "The Harbour Courier", published: "2024-05-15" },
  { file: "flood.txt", title: "Flood in a river town", note: "Local news, invented", source: "River Valley Ledger", published: "2023-07-12" },
];
