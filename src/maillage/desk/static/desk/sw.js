/**
 * The service worker of the desk and of the kiosk: they start without a line, from the files of one
 * version.
 *
 * The server writes `SHELL` before this: {version, files, mark, pages, fresh}. Files come from the cache
 * of that version; the pages from the cache too, and are asked anew behind (`fresh`: from the server
 * first); nothing else is touched.
 * With a query, an address is the server's: it asks to sign in, or to become a desk.
 */

const FILES = `maillage-files-${SHELL.version}`;
const PAGE = "maillage-page";
const PAGES = SHELL.pages.map((name) => new URL(self.registration.scope).pathname + name);

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
  if (PAGES.includes(pathname) && !search) {
    const fresh = page(pathname, request);
    const held = () => kept(PAGE, pathname, fresh);
    event.respondWith(SHELL.fresh ? fresh.catch(held) : held());
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
  await Promise.all(PAGES.map((path) => page(path, new Request(path, { credentials: "same-origin" }))));
  await self.skipWaiting();
}

async function activate() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith("maillage-files-") && name !== FILES);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.clients.claim();
}

/** A page from the server; kept when it is that one, and no sign-in or enrolment. */
async function page(path, request) {
  const answer = await fetch(request);
  if (answer.ok && answer.headers.has(SHELL.mark)) {
    await (await caches.open(PAGE)).put(path, answer.clone());
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
