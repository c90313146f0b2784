// The way of reports to the server: one at a time, by one tab, until every photo arrived. What fails is tried again after
// growing pauses; what the server refuses waits for a person. Nothing leaves the phone before the server said it has it.
NtmReports.send = (() => {
  "use strict";
  const { store } = NtmReports;
  const ROOT = document.querySelector("[data-reports]");
  const AT = { owed: ROOT.dataset.owed, reports: ROOT.dataset.list };
  const LOCK = "ntm-bao-cao-gui";
  const PAUSES = [5, 15, 45, 120, 300];
  const TEXT = {
    gone: "Báo cáo này không còn trong danh sách phải gửi của tài khoản này.",
    large: "Ảnh nặng quá mức máy chủ nhận.",
    lost: "Ảnh này không còn trong máy.",
  };

  // What the page shows: {network: "on" | "off" | "signedOut" | "failed", again: when, doing: {key, text}}
  const state = { network: navigator.onLine ? "on" : "off", again: null, doing: null };
  let shown = () => {};
  const tell = (change) => {
    Object.assign(state, change);
    shown();
  };

  // --- one request ---
  // Outcomes: {answer}, or {stop: "off" | "signedOut" | "failed"} after which the same is tried again later.
  const ask = async (address, options, seconds) => {
    let answer;
    try {
      answer = await fetch(address, {
        redirect: "manual", cache: "no-store", signal: AbortSignal.timeout(seconds * 1000), ...options,
        headers: { Accept: "application/json", ...options.headers },
      });
    } catch {
      return { stop: "off" };
    }
    if (answer.type === "opaqueredirect" || answer.status === 401) return { stop: "signedOut" };
    const said = await answer.json().catch(() => ({}));
    // A 403 without a sentence is a token that another tab's sign-in made old.
    if (answer.status >= 500 || answer.status === 429 || (answer.status === 403 && !said.error)) return { stop: "failed" };
    return { answer, said };
  };
  const post = (address, body, csrf, seconds) => ask(address, { method: "POST", body, headers: { "X-CSRFToken": csrf } }, seconds);
  const refusal = ({ answer, said }) =>
    said.error || { 404: TEXT.gone, 413: TEXT.large }[answer.status] || `Máy chủ không nhận (mã ${answer.status}).`;

  /** Asks who is signed in and what they owe, and keeps it. Comes back with it, or null. */
  const refresh = async () => {
    const { stop, answer, said } = await ask(AT.owed, {}, 20);
    if (stop || !answer.ok) {
      tell({ network: stop || "failed" });
      return null;
    }
    await store.keepOwed(said);
    tell({ network: "on" });
    return said;
  };

  // --- one report ---
  const fields = (report) => {
    const body = new URLSearchParams({
      text: report.text, trouble: report.trouble, key: report.key, base: report.base, reason: report.reason,
      announced: JSON.stringify(report.photos.map(({ digest }) => digest)), written_at: report.writtenAt,
    });
    for (const [work, line] of Object.entries(report.lines))
      for (const [name, value] of Object.entries(line)) body.set(`w${work}-${name}`, value);
    return body;
  };
  const refuse = (report, error) =>
    store.change(report.key, (kept) => {
      kept.state = kept.accepted ? "stuck" : "refused";
      kept.error = error;
    });

  const sendText = async (report, csrf) => {
    tell({ doing: { key: report.key, text: "Đang gửi nội dung" } });
    // From here on the server may have it, even when its answer is lost: what was written may not change under this key.
    await store.change(report.key, (kept) => void (kept.attempted = true));
    const result = await post(`${AT.reports}${report.duty}/${report.day}/gui/`, fields(report), csrf, 60);
    if (result.stop) return result.stop;
    if (!result.answer.ok) {
      await refuse(report, refusal(result));
      return "refused";
    }
    // Another phone may have sent the same words before; the report is that one then, under its key.
    const { state: judged, missing, url, key: known } = result.said;
    await store.change(report.key, (kept) => {
      Object.assign(kept, { accepted: true, judged, missing, url, known });
    });
    return null;
  };

  const sendPhotos = async (key, csrf) => {
    let report = await store.report(key);
    while (report.missing.length) {
      const photo = report.photos.find(({ digest }) => report.missing.includes(digest));
      const kept = photo && (await store.photo(key, photo.digest));
      if (!kept) {
        await refuse(report, TEXT.lost);
        return "refused";
      }
      const place = report.photos.length - report.missing.length + 1;
      tell({ doing: { key, text: `Đang gửi ảnh ${place}/${report.photos.length}` } });
      const body = new FormData();
      body.set("digest", photo.digest);
      body.set("photo", new File([kept.bytes], photo.name, { type: photo.type }));
      if (report.keepsPlace && !report.leaveOut) {
        if (photo.takenAt) body.set("taken_at", photo.takenAt);
        if (photo.byCamera) body.set("by_camera", "1");
        if (photo.latitude) body.set("latitude", photo.latitude);
        if (photo.longitude) body.set("longitude", photo.longitude);
      }
      const result = await post(`${AT.reports}anh/${report.known}/`, body, csrf, 300);
      if (result.stop) return result.stop;
      if (!result.answer.ok) {
        await refuse(report, `${photo.name}: ${refusal(result)}`);
        return "refused";
      }
      // A photo that arrived is never among the missing again, so this ends.
      const missing = result.said.missing.filter((digest) => digest !== photo.digest);
      report = await store.change(key, (kept_) => void (kept_.missing = missing));
    }
    await store.settle(key);
    return null;
  };

  const sendOne = async (report, csrf) => {
    const stopped = report.accepted ? null : await sendText(report, csrf);
    const outcome = stopped || (await sendPhotos(report.key, csrf));
    tell({ doing: null });
    return outcome;
  };

  // --- all that waits ---
  const waiting = async (user) =>
    (await store.reports())
      .filter((report) => report.user === user && report.state === "waiting")
      .sort((one, other) => one.writtenAt.localeCompare(other.writtenAt));

  /** true: something has to be tried again later. */
  const pass = async () => {
    const owed = await refresh();
    if (!owed) return state.network !== "signedOut";
    const tried = new Set();
    let later = false;
    for (;;) {
      const next = (await waiting(owed.user)).find(({ key }) => !tried.has(key));
      if (!next) break;
      tried.add(next.key);
      const outcome = await sendOne(next, owed.csrf);
      if (outcome === "signedOut" || outcome === "off") {
        tell({ network: outcome });
        return outcome === "off";
      }
      later ||= outcome === "failed";
    }
    if (tried.size) await refresh();
    if (later) tell({ network: "failed" });
    return later;
  };

  let timer = null;
  let tries = 0;
  let under = null;
  let more = false;
  const plan = () => {
    // Not all villages at the same second once a server is back.
    const pause = PAUSES[Math.min(tries++, PAUSES.length - 1)] * 1000 * (0.75 + Math.random() / 2);
    timer = setTimeout(now, pause);
    tell({ again: Date.now() + pause });
  };
  const all = async () => {
    clearTimeout(timer);
    tell({ again: null });
    let later;
    do {
      more = false;
      later = await navigator.locks.request(LOCK, pass).catch((error) => {
        reportError(error);
        return true;
      });
    } while (more);
    tell({ doing: null });
    const left = later && (await store.reports()).some((report) => report.state === "waiting");
    if (left) plan();
    else tries = 0;
  };
  /** Sends what waits; called while that is under way, it looks once more afterwards. */
  const now = () => {
    more = Boolean(under);
    under ||= all().finally(() => (under = null));
    return under;
  };
  window.addEventListener("online", () => {
    tries = 0;
    now();
  });
  window.addEventListener("offline", () => tell({ network: "off" }));

  return { state, now, refresh, onChange: (act) => (shown = act) };
})();
