// The service, as any client uses it. What goes wrong is a Trouble, in words.

import { Trouble, troubleOf } from "./problems.js";

const EXTRACT = "/v1/extract";
const TRIES = 4;
const LONGEST_WAIT = 10; // seconds

/** The limits in force and the versions. Raises Trouble. */
export async function info(key) {
  return answer(await send("/v1/info", { headers: keyed(key) }));
}

/**
 * Reads an article. `request`: { text or page (a File of HTML), title, source, published }; `key`: an API key or "".
 * Where the service is busy, it is asked again after the time it names; `onWait(seconds, tries left)` is told.
 * Raises Trouble, and AbortError where `signal` says stop.
 */
export async function read(request, { key, signal, onWait }) {
  for (let left = TRIES - 1; ; left--) {
    const response = await send(...call(request, key), signal);
    if (response.status !== 503 || !left) return answer(response);
    const seconds = Math.min(Number(response.headers.get("Retry-After")) || 1, LONGEST_WAIT);
    onWait(seconds, left);
    await pause(seconds, signal);
  }
}

const keyed = (key) => (key ? { "X-API-Key": key } : {});

/** What is known of the article, offsets as JavaScript counts them. */
const known = ({ title, source, published }) =>
  Object.fromEntries(Object.entries({ title, source, published, offsets: "utf16" }).filter(([, value]) => value));

function call(request, key) {
  if (request.page) {
    const options = { method: "POST", headers: { "Content-Type": "text/html", ...keyed(key) }, body: request.page };
    return [`${EXTRACT}?${new URLSearchParams(known(request))}`, options];
  }
  const headers = { "Content-Type": "application/json", ...keyed(key) };
  return [EXTRACT, { method: "POST", headers, body: bodyOf(request) }];
}

const bodyOf = (request) => JSON.stringify({ text: request.text, ...known(request) });

/** The same request for a shell, of any length: the body is a here-document, which needs no quoting. */
export function curl(request, key) {
  const headers = ["-H 'Content-Type: application/json'", key && `-H "X-API-Key: $COPYDESK_KEY"`].filter(Boolean).join(" ");
  return `curl --data-binary @- ${headers} ${location.origin}${EXTRACT} <<'COPYDESK'\n${bodyOf(request)}\nCOPYDESK\n`;
}

async function send(path, options, signal) {
  try {
    return await fetch(path, { ...options, signal });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Trouble("The service can’t be reached", "Is it still running, and are you still connected to it? Then try again.");
  }
}

async function answer(response) {
  const body = await response.json().catch((error) => {
    if (error.name === "AbortError") throw error;
    return null;
  });
  if (response.ok && body) return body;
  throw troubleOf(response, body);
}

function pause(seconds, signal) {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(new DOMException("", "AbortError"));
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", stop);
      resolve();
    }, seconds * 1000);
    signal.addEventListener("abort", stop, { once: true });
  });
}
