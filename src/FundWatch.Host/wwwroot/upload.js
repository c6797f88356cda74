// Sends files to the API in their own requests: bytes do not go through the page's connection, and the page hears how far each is.
// Everything that is shown is drawn by the page; this knows no words.
const api = "/api/v1";
const atOnce = 2;
const every = 250; // milliseconds between two words on progress
// A message to the page may hold 32 KB, and a larger one ends the connection: names go over in parts.
const mostNames = 100;
const mostBytes = 16 * 1024;

const bytesOf = file => new TextEncoder().encode(JSON.stringify(file)).length;

export function start(input, zone, page) {
  if (!input || !zone) return null; // the reader has left the page before this came
  const waiting = new Map(); // key -> File
  const sending = new Map(); // key -> XMLHttpRequest
  const queue = [];
  let next = 1;
  let token = null;
  let stopped = false;

  const choose = async files => {
    const chosen = [...files].map(f => {
      const key = next++;
      waiting.set(key, f);
      return { key, name: f.name, size: f.size };
    });
    for (let at = 0; at < chosen.length && !stopped;) {
      const part = [];
      for (let bytes = 0; at < chosen.length && part.length < mostNames; at++) {
        bytes += bytesOf(chosen[at]);
        if (part.length > 0 && bytes > mostBytes) break;
        part.push(chosen[at]);
      }
      await page.invokeMethodAsync("Chosen", part);
    }
  };

  const changed = () => { choose(input.files); input.value = ""; };
  const over = e => { e.preventDefault(); zone.classList.add("fw-drop-over"); };
  const left = () => zone.classList.remove("fw-drop-over");
  const dropped = e => { e.preventDefault(); left(); choose(e.dataTransfer.files); };
  const leaving = e => { if (sending.size > 0 || queue.length > 0) e.preventDefault(); };
  input.addEventListener("change", changed);
  zone.addEventListener("dragover", over);
  zone.addEventListener("dragleave", left);
  zone.addEventListener("drop", dropped);
  window.addEventListener("beforeunload", leaving);
  if (input.files.length > 0) changed(); // chosen before this script was there

  const ended = (key, status, body) => {
    sending.delete(key);
    waiting.delete(key);
    page.invokeMethodAsync("Ended", key, status, body);
    advance();
  };

  const send = async ({ key, query }) => {
    const file = waiting.get(key);
    if (!file) return; // taken off the list before its turn
    const request = new XMLHttpRequest();
    sending.set(key, request);
    try {
      if (token === null) {
        const session = await fetch(`${api}/session`);
        if (!session.ok) return ended(key, session.status, await session.text());
        token = (await session.json()).token;
      }
    } catch {
      return ended(key, 0, "");
    }
    if (!waiting.has(key)) return; // cancelled meanwhile

    let told = 0;
    request.open("POST", `${api}/files?${query}&name=${encodeURIComponent(file.name)}`);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.setRequestHeader("X-FundWatch-Token", token);
    request.setRequestHeader("Accept-Language", document.documentElement.lang); // refusals in the page's language, not the browser's
    request.upload.onprogress = e => {
      if (Date.now() - told < every) return;
      told = Date.now();
      page.invokeMethodAsync("Sent", key, e.loaded);
    };
    request.onload = () => {
      if (request.status === 401) token = null; // whoever signs in again has another
      ended(key, request.status, request.responseText);
    };
    request.onerror = () => ended(key, 0, "");
    request.send(file);
  };

  const advance = () => {
    while (sending.size < atOnce && queue.length > 0) send(queue.shift());
  };

  return {
    send(key, query) { queue.push({ key, query }); advance(); },
    cancel(key) {
      const at = queue.findIndex(q => q.key === key);
      if (at >= 0) queue.splice(at, 1);
      waiting.delete(key);
      const request = sending.get(key);
      sending.delete(key);
      request?.abort();
      advance();
    },
    stop() {
      input.removeEventListener("change", changed);
      zone.removeEventListener("dragover", over);
      zone.removeEventListener("dragleave", left);
      zone.removeEventListener("drop", dropped);
      window.removeEventListener("beforeunload", leaving);
      stopped = true;
      queue.length = 0;
      waiting.clear(); // nor is anything sent that was about to be
      for (const request of sending.values()) request.abort();
      sending.clear();
    },
  };
}
