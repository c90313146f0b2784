// What the page of daily reports keeps on the phone (IndexedDB): what each person owes, reports with their photos as they
// will be sent, who was signed in last. One transaction for each change, so that nothing is half written when the phone dies.
//
// A report: {key, user, duty, day, slot, entry, drive, who, dueAt, keepsPlace, works, base, text, trouble, reason, leaveOut,
// lines: {work: {quantity, people, days}}, photos: [{digest, name, type, size, takenAt, byCamera, latitude, longitude}], state, …}
// state: draft → waiting → sent; refused (the server said no, may be changed); stuck (the server has it, a photo is refused).
globalThis.NtmReports = {};
NtmReports.store = (() => {
  "use strict";
  const NAME = "ntm-bao-cao";
  const MOST_PHOTOS = 6;
  //: Days that sent reports and drafts without a word stay on the phone.
  const KEEP_SENT = 14;
  const KEEP_BLANK = 2;
  const OPEN = ["draft", "refused"];

  let opened;
  const open = () =>
    (opened ||= new Promise((done, fail) => {
      const asked = indexedDB.open(NAME, 1);
      asked.onupgradeneeded = () => {
        const db = asked.result;
        db.createObjectStore("owed", { keyPath: "user" });
        db.createObjectStore("reports", { keyPath: "key" }).createIndex("slot", "slot");
        db.createObjectStore("photos", { keyPath: ["key", "digest"] });
        db.createObjectStore("meta", { keyPath: "name" });
      };
      asked.onsuccess = () => done(asked.result);
      asked.onerror = () => fail(asked.error);
    }));

  // act(stores, answer): requests of one transaction; `answer` says what comes out once it is safely written.
  const run = async (names, mode, act) => {
    const db = await open();
    return new Promise((done, fail) => {
      const deal = db.transaction(names, mode, mode === "readwrite" ? { durability: "strict" } : undefined);
      let result;
      deal.oncomplete = () => done(result);
      deal.onabort = () => fail(deal.error);
      const stores = Object.fromEntries(names.map((name) => [name, deal.objectStore(name)]));
      act(stores, (value) => (result = value));
    });
  };
  const read = (name, ask) =>
    run([name], "readonly", (stores, answer) => {
      const asked = ask(stores[name]);
      asked.onsuccess = () => answer(asked.result);
    });
  const changes = new BroadcastChannel(NAME);
  const written = (result) => {
    changes.postMessage("changed"); // the other tabs look again
    return result;
  };
  const write = async (names, act) => written(await run(names, "readwrite", act));

  const slotOf = (user, duty, day) => `${user}:${duty}:${day}`;
  const isBlank = (report) =>
    !report.text.trim() &&
    !report.trouble.trim() &&
    !report.photos.length &&
    !Object.values(report.lines).some((line) => Object.values(line).some(Boolean));
  const isKept = (report) => report.state !== "sent" && !(report.state === "draft" && isBlank(report));
  const photosOf = (key) => IDBKeyRange.bound([key, ""], [key, "\uffff"]);

  return {
    MOST_PHOTOS,
    isBlank,
    isKept,
    changes,

    /** Who was signed in last, with what they owed then; undefined on a phone that never met the server. */
    async owed() {
      const last = await read("meta", (store) => store.get("user"));
      return last && read("owed", (store) => store.get(last.value));
    },
    /** Keeps what the server said somebody owes, and that this person is before the screen now. */
    keepOwed: ({ csrf, ...owed }) =>
      write(["owed", "meta"], ({ owed: store, meta }) => {
        store.put({ ...owed, at: Date.now() });
        meta.put({ name: "user", value: owed.user });
      }),

    reports: () => read("reports", (store) => store.getAll()),
    report: (key) => read("reports", (store) => store.get(key)),
    photo: (key, digest) => read("photos", (store) => store.get([key, digest])),

    /** The report of a duty for a day that may be written on, with what is known of its works now; made up where there is none. */
    draft: (fresh) =>
      write(["reports"], ({ reports }, answer) => {
        const slot = slotOf(fresh.user, fresh.duty, fresh.day);
        const asked = reports.index("slot").getAll(slot);
        asked.onsuccess = () => {
          const there = asked.result.find((report) => OPEN.includes(report.state));
          const report = there || {
            text: "", trouble: "", reason: "", leaveOut: false, lines: {}, photos: [], ...fresh, slot,
            key: crypto.randomUUID(), state: "draft", made: Date.now(), changed: Date.now(),
          };
          const { works, dueAt, keepsPlace } = fresh;
          reports.put(Object.assign(report, { works, dueAt, keepsPlace }));
          answer(report);
        };
      }),

    /** Changes a report in place: act(report) returns false to leave it as it is. Comes back with the report, or undefined. */
    change: (key, act) =>
      write(["reports"], ({ reports }, answer) => {
        const asked = reports.get(key);
        asked.onsuccess = () => {
          const report = asked.result;
          if (!report || act(report) === false) return;
          report.changed = Date.now();
          reports.put(report);
          answer(report);
        };
      }),

    /** Adds a photo with its bytes; "twice" or "full" where it cannot be added, "gone" where the draft left meanwhile. */
    addPhoto: (key, photo, bytes) =>
      write(["reports", "photos"], ({ reports, photos }, answer) => {
        const asked = reports.get(key);
        asked.onsuccess = () => {
          const report = asked.result;
          if (!report || !OPEN.includes(report.state)) return answer("gone");
          if (report.photos.some(({ digest }) => digest === photo.digest)) return answer("twice");
          if (report.photos.length >= MOST_PHOTOS) return answer("full");
          report.photos.push(photo);
          report.changed = Date.now();
          photos.put({ key, digest: photo.digest, bytes });
          reports.put(report);
          answer("added");
        };
      }),
    removePhoto: (key, digest) =>
      write(["reports", "photos"], ({ reports, photos }) => {
        const asked = reports.get(key);
        asked.onsuccess = () => {
          const report = asked.result;
          if (!report || !OPEN.includes(report.state)) return;
          report.photos = report.photos.filter((photo) => photo.digest !== digest);
          reports.put(report);
          photos.delete([key, digest]);
        };
      }),
    /** Throws a draft away with its photos. What waits or was sent stays. */
    drop: (key) =>
      write(["reports", "photos"], ({ reports, photos }) => {
        const asked = reports.get(key);
        asked.onsuccess = () => {
          if (!OPEN.includes(asked.result?.state)) return;
          reports.delete(key);
          photos.delete(photosOf(key));
        };
      }),
    /** The server has the report and every photo, or a person gave the missing ones up: the photos leave the phone. */
    settle: (key, act = () => {}) =>
      write(["reports", "photos"], ({ reports, photos }) => {
        const asked = reports.get(key);
        asked.onsuccess = () => {
          const report = asked.result;
          act(report);
          Object.assign(report, { state: "sent", sentAt: Date.now(), changed: Date.now(), error: "" });
          reports.put(report);
          photos.delete(photosOf(key));
        };
      }),
    /** A report out of a file, whole or not at all; `bytes` by digest. "there" where its day has a draft or its key is known. */
    put: (report, bytes) =>
      write(["reports", "photos"], ({ reports, photos }, answer) => {
        const asked = reports.index("slot").getAll(report.slot);
        asked.onsuccess = () => {
          const blank = asked.result.filter((other) => other.state === "draft" && isBlank(other));
          const others = asked.result.filter((other) => !blank.includes(other));
          if (others.some((other) => other.key === report.key || OPEN.includes(other.state))) return answer("there");
          for (const other of blank) reports.delete(other.key);
          reports.put(report);
          for (const [digest, one] of bytes) photos.put({ key: report.key, digest, bytes: one });
          answer("put");
        };
      }),
    /** Gives a draft a new key, photos and all; where the old one may stand for other words on the server. */
    rekey: (key) =>
      write(["reports", "photos"], ({ reports, photos }, answer) => {
        const asked = reports.get(key);
        asked.onsuccess = () => {
          const report = { ...asked.result, key: crypto.randomUUID(), state: "draft", attempted: false, fromFile: false };
          reports.delete(key);
          reports.put(report);
          const pictures = photos.getAll(photosOf(key));
          pictures.onsuccess = () => {
            photos.delete(photosOf(key));
            for (const picture of pictures.result) photos.put({ ...picture, key: report.key });
          };
          answer(report);
        };
      }),
    /** Forgets what was sent long ago and drafts in which nothing was written. */
    async tidy() {
      const day = 86_400_000;
      const old = (await read("reports", (store) => store.getAll())).filter(
        (report) =>
          (report.state === "sent" && report.sentAt < Date.now() - KEEP_SENT * day) ||
          (report.state === "draft" && isBlank(report) && report.changed < Date.now() - KEEP_BLANK * day),
      );
      if (old.length) await write(["reports"], ({ reports }) => old.forEach(({ key }) => reports.delete(key)));
    },
  };
})();
