/**
 * The service worker of somebody's own page: read once, it may be read again without a line.
 *
 * The page is always asked from the server first. Without a line, the last one seen is shown, marked
 * as kept; what was sent then has not left (own.js keeps it typed). A link that is dead is forgotten.
 */

const KEPT = "maillage-own";
const FILES = ["style", "script", "font"];

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.mode === "navigate") {
    event.respondWith(page(request));
  } else if (FILES.includes(request.destination)) {
    event.respondWith(file(request));
  }
});

/** The page of a link, under whatever address of it: `/moi/<token>/`. */
function home(request) {
  return new URL(request.url).pathname.split("/").slice(0, 3).join("/");
}

async function page(request) {
  const kept = await caches.open(KEPT);
  let answer;
  try {
    answer = await fetch(request);
  } catch (error) {
    const held = await kept.match(home(request));
    if (held) {
      return held;
    }
    throw error;
  }
  if (answer.status === 404) {
    await kept.delete(home(request));
  } else if (answer.ok && request.method === "GET") {
    const text = await answer.clone().text();
    const marked = text.replace("<main ", "<main data-kept ");
    await kept.put(home(request), new Response(marked, { headers: answer.headers }));
  }
  return answer;
}

async function file(request) {
  const kept = await caches.open(KEPT);
  try {
    const answer = await fetch(request);
    if (answer.ok) {
      await kept.put(request, answer.clone());
    }
    return answer;
  } catch (error) {
    const held = await kept.match(request);
    if (held) {
      return held;
    }
    throw error;
  }
}
