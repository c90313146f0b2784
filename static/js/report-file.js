// Drafts to a file and back: everything of one person that was not sent, with the photos, checked photo by photo on the way in.
NtmReports.file = (() => {
  "use strict";
  const { store, photos } = NtmReports;
  const KIND = "ntm-bao-cao-thi-dua";
  const DIGEST = /^[0-9a-f]{64}$/;
  const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
  const DAY = /^\d{4}-\d{2}-\d{2}$/;

  const encoded = (bytes) =>
    new Promise((done, fail) => {
      const reader = new FileReader();
      reader.onload = () => done(reader.result.slice(reader.result.indexOf(",") + 1));
      reader.onerror = () => fail(reader.error);
      reader.readAsDataURL(new Blob([bytes]));
    });
  const decoded = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)).buffer;

  /** A file of all that the person has not sent, as {blob, name, count}. */
  const saved = async (user, name) => {
    const reports = (await store.reports()).filter((report) => report.user === user && store.isKept(report));
    for (const report of reports)
      for (const photo of report.photos) {
        const kept = await store.photo(report.key, photo.digest);
        if (kept) photo.data = await encoded(kept.bytes);
      }
    const moment = new Date();
    const day = moment.toLocaleDateString("en-CA");
    const said = JSON.stringify({ kind: KIND, version: 1, user, name, saved: moment.toISOString(), reports });
    return { blob: new Blob([said], { type: "application/json" }), name: `bao-cao-thi-dua-${day}.json`, count: reports.length };
  };

  const words = (value, most) => String(value ?? "").slice(0, most);
  const line = (one) => ({ quantity: words(one?.quantity, 30), people: words(one?.people, 30), days: words(one?.days, 30) });
  // Nothing of a file is believed: only what a report is made of comes in, as text and numbers of the right shape.
  const cleaned = (one, user) => {
    const duty = Number(one.duty);
    if (!UUID.test(one.key) || !DAY.test(one.day) || !Number.isInteger(duty)) return null;
    const works = (Array.isArray(one.works) ? one.works : []).map((work) => ({
      id: Number(work.id), text: words(work.text, 2000), measure: words(work.measure, 60), volume: work.volume && words(work.volume, 30),
      done: work.done && words(work.done, 30),
    }));
    return {
      key: one.key, user, duty, day: one.day, slot: `${user}:${duty}:${one.day}`, works,
      entry: words(one.entry, 300), drive: words(one.drive, 300), who: words(one.who, 300), dueAt: words(one.dueAt, 5),
      keepsPlace: one.keepsPlace === true, leaveOut: one.leaveOut === true, base: UUID.test(one.base) ? one.base : "",
      text: words(one.text, 20_000), trouble: words(one.trouble, 20_000), reason: words(one.reason, 2000),
      lines: Object.fromEntries(works.filter(({ id }) => one.lines?.[id]).map(({ id }) => [id, line(one.lines[id])])),
      photos: [], state: "draft", fromFile: true, made: Date.now(), changed: Date.now(),
    };
  };

  /** Takes the reports of a file in: {taken, there, broken}. An error with a sentence for another person's or no such file. */
  const takenIn = async (file, user) => {
    const said = await file.text().then(JSON.parse).catch(() => null);
    if (said?.kind !== KIND || said.version !== 1 || !Array.isArray(said.reports)) throw new Error("Tệp này không phải bản nháp báo cáo thi đua.");
    if (said.user !== user) throw new Error(`Tệp này là bản nháp của ${words(said.name, 150) || "người khác"}; đăng nhập bằng tài khoản đó để lấy lại.`);
    const count = { taken: 0, there: 0, broken: 0 };
    for (const one of said.reports) {
      const report = one && cleaned(one, user);
      if (!report) {
        count.broken += 1;
        continue;
      }
      const bytes = new Map();
      for (const photo of (Array.isArray(one.photos) ? one.photos : []).slice(0, store.MOST_PHOTOS)) {
        let data = null;
        try {
          data = decoded(photo.data);
        } catch {
          // no photo inside: the next lines tell
        }
        // A correction names photos that the server has since the version before.
        const there = photo?.there === true && !data;
        if (!DIGEST.test(photo?.digest) || (!there && (!data || (await photos.digestOf(data)) !== photo.digest))) {
          count.broken += 1;
          continue;
        }
        if (data) bytes.set(photo.digest, data);
        report.photos.push({
          digest: photo.digest, name: words(photo.name, 200), type: words(photo.type, 60), size: data ? data.byteLength : 0, there,
          takenAt: photo.takenAt && words(photo.takenAt, 40), byCamera: photo.byCamera === true, latitude: photo.latitude && words(photo.latitude, 12),
          longitude: photo.longitude && words(photo.longitude, 12),
        });
      }
      const outcome = await store.put(report, bytes);
      count[outcome === "put" ? "taken" : "there"] += 1;
    }
    return count;
  };

  return { saved, takenIn };
})();
