/**
 * The service worker of the desk: it starts without a line, from the files of one version.
 *
 * The server writes `SHELL` before this: {version, files, mark}. Files come from the cache of that
 * version; the desk's page from the cache too, and is asked anew behind; nothing else is touched.
 * With a query, the desk's address is the server's: it asks to sign in, or to become a desk.
 */

const FILES = `maillage-files-${SHELL.version}`;
const PAGE = "maillage-page";
const HOME = new URL(self.registration.scope).pathname;

self.addEventListener("install", (event) => {
  event.waitUntil(install());
});

self.addEventListener("activate", (event) => {
  event.waitUntil(activate());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname, search } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) {
    return;
  }
  if (pathname === HOME && !search) {
    const fresh = page(request);
    event.respondWith(kept(PAGE, HOME, fresh));
    event.waitUntil(fresh.catch(() => {}));
  } else if (SHELL.files.includes(pathname)) {
    event.respondWith(kept(FILES, pathname, null));
  } else if (request.destination === "image") {
    event.respondWith(picture(request));
  }
});

async function install() {
  const files = await caches.open(FILES);
  await files.addAll(SHELL.files.map((path) => new Request(path, { cache: "reload" })));
  await page(new Request(HOME, { credentials: "same-origin" }));
  await self.skipWaiting();
}

async function activate() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith("maillage-files-") && name !== FILES);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.clients.claim();
}

/** The desk's page from the server; kept when it is that one, and no sign-in or enrolment. */
async function page(request) {
  const answer = await fetch(request);
  if (answer.ok && answer.headers.has(SHELL.mark)) {
    await (await caches.open(PAGE)).put(HOME, answer.clone());
  }
  return answer;
}

/** What is kept under a path, else what comes. */
async function kept(name, path, coming) {
  const held = await (await caches.open(name)).match(path);
  return held ?? (coming ? coming : fetch(path));
}

/** A logo, as it was seen last when there is no line. */
async function picture(request) {
  const pictures = await caches.open(PAGE);
  try {
    const answer = await fetch(request);
    if (answer.ok) {
      await pictures.put(request, answer.clone());
    }
    return answer;
  } catch (error) {
    const held = await pictures.match(request);
    if (held) {
      return held;
    }
    throw error;
  }
}
