/**
 * What `bench_desk.py` runs inside the desk's own page: a tab that lives through a busy day, and a
 * stopwatch. Evaluated as one expression; every function takes plain data and gives plain data.
 */
({
  /** Whether all that the server said is kept on the device. @returns {Promise<number>} persons kept, -1 while some are missing */
  async kept(slug) {
    const { openKept } = await import("/static/desk/kept.js");
    const kept = await openKept(slug);
    const head = await kept.fact("head");
    const snapshot = head && !head.next ? await kept.snapshot() : null;
    kept.base.close();
    return snapshot ? snapshot.persons.length : -1;
  },

  /** The requests for the snapshot since the page began, from the browser's own clock (ms). */
  fetched() {
    return performance
      .getEntriesByType("resource")
      .filter((one) => one.name.includes("/snapshot.json"))
      .map((one) => ({
        start: one.startTime,
        server: one.responseStart - one.requestStart,
        transfer: one.responseEnd - one.responseStart,
        end: one.responseEnd,
        bytes: one.encodedBodySize,
        raw: one.decodedBodySize,
      }));
  },

  /** Type `count` commands as a desk would, and leave them in its outbox; the kinds typed. */
  async type({ slug, count }) {
    const load = (name) => import(`/static/desk/${name}.js`);
    const [{ openKept }, { Outbox }, { Base, World }, { Series }, { openBasket }, { arrival, registering, salePart }, { newId }, { Away }, { setClock }] =
      await Promise.all(["kept", "outbox", "world", "receipt", "basket", "arrive", "ids", "api", "when"].map(load));
    const kept = await openKept(slug);
    const snapshot = await kept.snapshot();
    setClock(snapshot.time_zone, snapshot.now);
    const world = new World(new Base(snapshot));
    const series = new Series();
    series.hear({ next: world.till.next_number, epoch: snapshot.epoch, waiting: [] });
    const today = world.sessionsOn(world.day);
    const later = world.sessionsOn(world.day, true).filter((one) => one.day > world.day);
    const copies = snapshot.prices.find((one) => one.code === "COPIE" && one.member === false && one.profile === "");
    const registered = new Set(snapshot.sessions.flatMap((one) => one.registrations.map((seat) => seat.person)));
    const free = snapshot.persons.filter((one) => !registered.has(one.id));
    const person = (i) => free[(i * 97) % free.length];
    const seated = (i) => ({ type: "session", session: today[i % today.length], registration: null });
    const typed = [
      (i) => arrival(world, openBasket(world, person(i), { type: "greet" }), series),
      (i) => arrival(world, { ...openBasket(world, person(i), seated(i)), offer: null }, series),
      (i) => arrival(world, { ...openBasket(world, person(i), seated(i)), offer: null }, series),
      (i) => registering(later[i % later.length], [{ registration: newId(), person: person(i).id }]),
      (i) => ({ kind: "money.sell", payload: { sale: salePart(world, openBasket(world, null, { type: "sell", items: [{ price: copies, quantity: 3000 }] }), series).part } }),
      () => ({ kind: "people.count_anonymous", payload: { count: newId(), heads: 1 } }),
      (i) => arrival(world, openBasket(world, person(i), { type: "greet" }), series),
      (i) => ({ kind: "people.create", payload: { person: newId(), first_name: `Zélie ${i}`, last_name: "Nouvel" } }),
    ];
    const who = () => ({ device: snapshot.device.id, place: snapshot.place.id, actor: snapshot.actor.id });
    const send = async () => { throw new Away("bench"); };
    const outbox = new Outbox({ send, storage: kept.outbox, who, wait: () => new Promise(() => {}) });
    outbox.lastN = snapshot.device.last_n;
    const commands = Array.from({ length: count }, (_, i) => ({ ...typed[i % typed.length](i), about: "…" }));
    outbox.add(commands.map(({ kind, payload, about }) => ({ kind, payload, about })));
    while ((await kept.outbox.all()).length < count) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    kept.base.close();
    const kinds = {};
    commands.forEach(({ kind }) => { kinds[kind] = (kinds[kind] ?? 0) + 1; });
    return kinds;
  },

  /** From here on, note when the line is back and when nothing waits any more. */
  watch() {
    const noted = { back: 0, empty: 0 };
    window.noted = noted;
    const look = () => {
      const state = document.querySelector(".line-state")?.dataset.state;
      if (noted.back && !noted.empty && state !== "mind") {
        noted.empty = performance.now();
      }
    };
    addEventListener("online", () => { noted.back ||= performance.now(); }, { capture: true });
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, attributes: true });
  },

  noted() {
    const sent = performance
      .getEntriesByType("resource")
      .filter((one) => one.name.endsWith("/commands") && one.startTime >= window.noted.back);
    return { ...window.noted, batches: sent.map((one) => one.duration) };
  },

  /** How the outbox ended: how many of each state, and why the refused ones were. */
  async ended(slug) {
    const { openKept } = await import("/static/desk/kept.js");
    const kept = await openKept(slug);
    const entries = await kept.outbox.all();
    kept.base.close();
    const count = (state) => entries.filter((one) => one.state === state).length;
    const refused = entries.filter((one) => one.state === "refused");
    return { done: count("done"), waiting: count("waiting"), refused: [...new Set(refused.map((one) => `${one.command.kind} ${one.result.code}`))] };
  },

  /** Each text put in the search box as if the last key had just been pressed: ms until it is laid out. */
  async search(texts) {
    const input = document.getElementById("search");
    const took = [];
    for (const text of texts) {
      input.value = text;
      const from = performance.now();
      input.dispatchEvent(new Event("input"));
      void document.body.offsetHeight;
      took.push(performance.now() - from);
      await new Promise((resolve) => setTimeout(resolve));
    }
    return took;
  },

  /** A few persons of the file, spread over it. @param {{slug: string, count: number}} given */
  async some({ slug, count }) {
    const { openKept } = await import("/static/desk/kept.js");
    const kept = await openKept(slug);
    const { persons } = await kept.snapshot();
    kept.base.close();
    const step = Math.floor(persons.length / count);
    return Array.from({ length: count }, (_, i) => persons[i * step]).map(({ first, last, last4, card }) => ({ first, last, last4, card }));
  },
})
