// The service's problems (RFC 9457), told so that the reader knows what to do.

export class Trouble extends Error {
  /** `wrong` lists what is wrong field by field; `kind` is the last part of the problem's type, or "". */
  constructor(title, advice, { wrong = [], kind = "", request = "" } = {}) {
    super(title);
    Object.assign(this, { title, advice, wrong, kind, request });
  }
}

// Problem type -> [title, advice]; the advice may take what the problem brings along.
const WORDS = {
  unauthorized: ["This service wants a key", () => "Enter the API key you were given, then read the article again."],
  busy: ["The desk is busy", () => "All readers are at work on other articles. Try again in a moment."],
  "not-ready": ["The service is not ready", () => "It is still loading, or something it needs is missing. Try again in a minute."],
  "deadline-exceeded": ["That took too long", () => "The article was not read in the time allowed. Try a shorter one, or try when less is going on."],
  "text-too-long": ["The article is too long", ({ limit }) => `It may have up to ${shown(limit)} characters. Send it in parts.`],
  "body-too-large": ["The file is too large", ({ limit }) => `It may have up to ${shown(limit)} bytes.`],
  "unsupported-language": ["Only English is read here", ({ detail }) => detail],
  "invalid-request": ["Something here can’t be taken as it is", () => ""],
  "no-article": ["No article was found in this page", () => "Copy the text of the article and paste it instead."],
  "not-utf8": ["The file’s characters can’t be read", () => "Save it as UTF-8, or paste the text."],
  "internal-error": ["The service made a mistake", () => "This is a fault of the service, not of your article. Its log has it under the number below."],
};

const FIELDS = { "/text": "Article", "/title": "Headline", "/published": "Published", "/source": "Publisher" };

const shown = (limit) => (typeof limit === "number" ? limit.toLocaleString("en-GB") : "fewer");

export function troubleOf(response, body) {
  const request = response.headers.get("X-Request-ID") ?? "";
  if (!body?.title) return new Trouble("The answer can’t be understood", `It came with status ${response.status}.`, { request });
  const kind = String(body.type).split(":").at(-1);
  const [title, advice] = WORDS[kind] ?? [body.title, () => body.detail];
  const wrong = kind in WORDS && kind !== "invalid-request" ? [] : (body.errors ?? []).map((error) => `${FIELDS[error.pointer] ?? error.pointer}: ${error.detail}`);
  return new Trouble(title, advice(body), { wrong, kind, request: response.status >= 500 ? request : "" });
}
