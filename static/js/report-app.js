// The page of daily reports: what is owed, what waits on this phone, what was sent; which part is shown, and its own upkeep.
(() => {
  "use strict";
  const { store, form, file } = globalThis.NtmReports;
  const root = document.querySelector("[data-reports]");
  const at = (selector) => root.querySelector(selector);
  const note = (name, shown) => (at(`[data-note=${name}]`).hidden = !shown);
  const say = (text) => (document.getElementById("n-said").textContent = text);
  root.hidden = false;
  if (!window.isSecureContext || !navigator.serviceWorker || !window.indexedDB || !navigator.locks) {
    note("insecure", true);
    return;
  }
  const { send, rows, parts } = globalThis.NtmReports;
  const { hour, moment, plan, dayWords, size, part } = parts;
  //: Rows of what is owed that are shown at once; the days before are folded.
  const AT_ONCE = 5;
  let owed = null;
  let mine = []; // reports of this person

  // --- what a person does with a report in the list ---
  const again = async (key) => {
    await store.change(key, (report) => void Object.assign(report, { state: "waiting", error: "" }));
    send.now();
  };
  const giveUp = async (key) => {
    await store.settle(key, (report) => void (report.givenUp = report.missing.length));
    await look();
  };
  const takeBack = async ({ key, duty, day }) => {
    const back = await store.change(key, (report) => (report.state === "waiting" && !report.attempted ? void (report.state = "draft") : false));
    if (back) location.hash = rows.placeOf(duty, day);
    else await look();
  };
  const correct = async (sent) => {
    const { user, duty, day, entry, drive, who, dueAt, keepsPlace, works, text, trouble, lines } = sent;
    // Their bytes left the phone; the server has them and puts them beside the new version.
    const photos = sent.photos.map((photo) => ({ ...photo, there: true }));
    await store.draft({ user, duty, day, entry, drive, who, dueAt, keepsPlace, works, text, trouble, lines, photos, base: sent.known });
    location.hash = rows.placeOf(duty, day);
  };

  // --- the list ---
  const showRows = (name, elements) => {
    const list = at(`[data-rows=${name}]`);
    // A list that is drawn anew must not take the focus from under a finger or a screen reader.
    const focused = list.contains(document.activeElement) ? document.activeElement.getAttribute("aria-label") : null;
    list.replaceChildren(...elements);
    list.hidden = !elements.length;
    if (focused) list.querySelector(`[aria-label="${CSS.escape(focused)}"]`)?.focus();
  };
  const showStorage = async (reports) => {
    const held = reports.filter(store.isKept).flatMap((report) => report.photos.map((photo) => photo.size)).reduce((sum, one) => sum + one, 0);
    const { quota } = (await navigator.storage?.estimate?.()) || {};
    const safe = await navigator.storage?.persisted?.();
    const room = quota ? ` Trình duyệt cho phép giữ khoảng ${size(quota)}.` : "";
    const stays = safe ? " Dữ liệu được giữ cho đến khi gửi xong." : " Khi máy gần đầy, trình duyệt có thể xóa dữ liệu này; nên gửi sớm hoặc lưu ra tệp.";
    const worker = await navigator.serviceWorker.getRegistration(root.dataset.list);
    const opens = worker?.active ? "Trang này mở được cả khi không có mạng. " : "";
    const holds = held ? `Ảnh chưa gửi đang chiếm ${size(held)}.` : "Không có ảnh chờ gửi.";
    at("[data-storage]").textContent = `${opens}${holds}${room}${stays}`;
  };
  let spoken = "";
  const showNetwork = () => {
    const { network, again: next, doing } = send.state;
    note("off", network === "off");
    note("failed", network === "failed");
    note("signedOut", network === "signedOut");
    const waiting = mine.filter(({ state }) => state === "waiting").length;
    const words = doing ? `${doing.text}…` : next && waiting ? `${waiting} báo cáo chờ gửi; gửi lại lúc ${hour(next)}.` : waiting ? `${waiting} báo cáo chờ gửi.` : "";
    at("[data-next]").textContent = words;
    at("[data-do=send]").hidden = !waiting;
    if (words !== spoken) say(words || "Không còn báo cáo chờ gửi.");
    spoken = words;
  };
  const showList = async () => {
    const reports = await store.reports();
    owed = (await store.owed()) || null;
    mine = reports.filter((report) => report.user === owed?.user);
    note("unknown", !owed && send.state.network !== "signedOut");
    document.querySelector("[data-person]").textContent = owed?.name || "Nông thôn mới";
    document.querySelector("[data-as-of]").textContent = owed ? `Dữ liệu ${moment(owed.at)}` : "";
    rows.know(owed, mine);
    const { due, kept, sent } = rows.all();
    const older = due.slice(AT_ONCE);
    const lists = { owed: due.slice(0, AT_ONCE), older, kept, sent };
    for (const [name, elements] of Object.entries(lists)) showRows(name, elements);
    at("[data-part=due]").hidden = !owed;
    at("[data-none=owed]").hidden = due.length > 0;
    at("[data-part=older]").hidden = !older.length;
    at("[data-older]").textContent = `Các ngày trước (${older.length})`;
    at("[data-part=kept]").hidden = !kept.length;
    at("[data-part=sent]").hidden = !sent.length;
    at("[data-do=save]").hidden = !mine.some(store.isKept);
    const others = reports.filter((report) => report.user !== owed?.user && store.isKept(report)).length;
    at("[data-others]").textContent = others ? `Máy này còn ${others} báo cáo của người khác chưa gửi; người đó đăng nhập trên máy này thì gửi được.` : "";
    at("[data-others]").hidden = !others;
    showNetwork();
    await showStorage(reports);
  };
  // One drawing at a time; what changes meanwhile is drawn afterwards.
  let drawing = null;
  let stale = false;
  const look = () => {
    stale = true;
    drawing ||= (async () => {
      while (stale) {
        stale = false;
        await showList();
      }
    })().finally(() => (drawing = null));
    return drawing;
  };

  // --- which part is shown ---
  const heading = document.querySelector("[data-heading]");
  const show = (name, title) => {
    for (const view of root.querySelectorAll("[data-view]")) view.hidden = view.dataset.view !== name;
    const moved = heading.textContent !== title;
    heading.textContent = title;
    if (moved) {
      heading.focus();
      scrollTo(0, 0);
    }
  };
  const slotOf = () => location.hash.match(/^#(\d+)\/(\d{4}-\d{2}-\d{2})$/);
  const route = async () => {
    await look();
    const place = slotOf();
    const duty = place && owed?.duties.find(({ id }) => id === Number(place[1]));
    const day = duty && rows.daysOf(duty).find((one) => one.day === place[2]);
    const local = place ? rows.localOf(Number(place[1]), place[2]) : [];
    const there = local.find(({ state }) => state === "draft" || state === "refused");
    const busy = local.some(({ state }) => state === "waiting" || state === "stuck");
    if (!there && (busy || !["open", "late"].includes(day?.state))) {
      form.leave();
      if (place) history.replaceState(null, "", location.pathname);
      show("list", "Báo cáo thi đua");
      return;
    }
    const report = duty && day ? await store.draft(rows.fresh(duty, day)) : there;
    await form.show(report, Boolean(day?.key && day.key !== report.base));
    show("form", `${report.entry}, ngày ${dayWords(report.day)}`);
  };
  const done = (text) => {
    location.hash = "";
    say(text);
    at("[data-told]").textContent = "";
  };
  form.setUp({ part, done, words: { hour, moment, plan } });
  rows.setUp({ again, giveUp, takeBack, correct, list: root.dataset.list });

  // --- this phone ---
  const tell = (text) => (at("[data-told]").textContent = text);
  const DO = {
    send: () => send.now(),
    async save() {
      const { blob, name, count } = await file.saved(owed.user, owed.name);
      const made = Object.assign(document.createElement("a"), { href: URL.createObjectURL(blob), download: name });
      made.click();
      setTimeout(() => URL.revokeObjectURL(made.href), 60_000);
      tell(`Đã lưu ${count} báo cáo vào tệp ${name}. Tệp có ảnh và nội dung báo cáo, chỉ gửi cho người cần dùng.`);
    },
    async install() {
      await install?.prompt();
      at("[data-do=install]").hidden = true;
    },
  };
  for (const [name, act] of Object.entries(DO)) at(`[data-do=${name}]`).addEventListener("click", act);
  at("[data-do=load]").addEventListener("change", async ({ target }) => {
    const [chosen] = target.files;
    target.value = "";
    if (!owed) return tell("Mở trang này một lần khi có mạng và đã đăng nhập, rồi đọc tệp.");
    try {
      const { taken, there, broken } = await file.takenIn(chosen, owed.user);
      const parts = [`Đã lấy ${taken} báo cáo từ tệp.`, there && `${there} báo cáo đã có trong máy nên giữ bản trong máy.`, broken && `${broken} phần trong tệp bị hỏng nên không lấy.`];
      tell(parts.filter(Boolean).join(" "));
    } catch (error) {
      tell(error.name === "QuotaExceededError" ? "Máy không còn chỗ để lấy báo cáo từ tệp." : error.message);
    }
    await look();
  });
  let install = null;
  window.addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    install = event;
    at("[data-do=install]").hidden = false;
  });

  send.onChange(() => {
    showNetwork();
    look();
  });
  store.changes.addEventListener("message", look);
  // Other anchors of the page (the way to its main content) lead nowhere else.
  window.addEventListener("hashchange", () => {
    if (!location.hash || slotOf()) route();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") send.now();
  });
  // Without a network the page asks nothing of the server; what lies on the phone is shown at once either way.
  const start = async () => {
    await store.tidy();
    await route();
    await send.now();
    // Without a network this fails and the worker of before goes on; whether there is one is told in the last panel.
    await navigator.serviceWorker.register(root.dataset.worker, { scope: root.dataset.list, updateViaCache: "none" }).catch(() => {});
    await navigator.serviceWorker.ready;
    await look();
  };
  start();
})();
