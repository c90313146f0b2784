// The rows of the page of daily reports: what is owed, what waits on this phone, what was sent.
NtmReports.rows = (() => {
  "use strict";
  const { store, send } = NtmReports;
  const { today, dayWords, moment, part, row, link, button } = NtmReports.parts;
  let owed = null;
  let mine = []; // reports of this person
  let act = {}; // what the buttons do, and where the list of reports lies

  const placeOf = (duty, day) => `#${duty}/${day}`;
  const whenOf = (day, dueAt) => (day === today() ? `Hôm nay, ${dayWords(day)}, trước ${dueAt}` : `Ngày ${dayWords(day)}, trước ${dueAt}`);
  const localOf = (duty, day) => mine.filter((report) => report.duty === duty && report.day === day).sort((one, other) => other.made - one.made);
  const fresh = (duty, day) => ({
    user: owed.user, duty: duty.id, day: day.day, base: day.key || "", entry: duty.entry, drive: duty.drive, who: duty.who,
    dueAt: duty.due_at, keepsPlace: duty.keeps_place, works: duty.works,
  });

  const before = (day) => new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10);
  // Days that came since the phone last heard from the server, for what was owed every day till then; the server has the last word.
  const daysOf = (duty) => {
    const daily = duty.every === "day" && duty.days.some(({ day }) => day === owed.today);
    const news = [];
    for (let day = today(); daily && day > owed.today && news.length < 31; day = before(day)) news.push({ day, state: "open", key: null, guessed: true });
    return [...news, ...duty.days];
  };

  const owedRows = () => {
    const rows = [];
    for (const duty of owed?.duties || [])
      for (const day of daysOf(duty)) {
        const local = localOf(duty.id, day.day).filter(store.isKept);
        if (!["open", "late"].includes(day.state) || local.some(({ state }) => state !== "draft")) continue;
        const begun = local.length > 0;
        const late = day.state === "late" || day.day < today();
        const when = whenOf(day.day, duty.due_at);
        const small = [duty.drive, duty.who !== duty.entry && duty.who, day.guessed && "ngày này sẽ được đối chiếu khi có mạng"];
        rows.push({
          day: day.day,
          element: row({
            title: duty.entry, when, note: small.filter(Boolean).join(" · "),
            chips: [part(late ? "late" : "open"), ...(begun ? [part("begun")] : [])],
            actions: [link(begun ? "Viết tiếp" : "Báo cáo", placeOf(duty.id, day.day), `${duty.entry}, ${when}`, "btn-primary")],
          }),
        });
      }
    return rows.sort((one, other) => other.day.localeCompare(one.day)).map(({ element }) => element);
  };

  const NOTES = {
    waiting: (report) => `${report.photos.length} ảnh; viết xong ${moment(Date.parse(report.writtenAt))}`,
    draft: (report) => `${report.photos.length} ảnh; sửa ${moment(report.changed)}`,
    stuck: () => "Nội dung đã đến máy chủ, còn ảnh chưa nhận.",
  };
  const actionsOf = (report, about) => {
    if (report.state === "draft" || report.state === "refused") return [link(report.state === "draft" ? "Viết tiếp" : "Xem và gửi lại", placeOf(report.duty, report.day), about)];
    if (report.state === "stuck") return [button("Gửi lại ảnh", () => act.again(report.key), about), button("Thôi gửi ảnh còn thiếu", () => act.giveUp(report.key), about)];
    // Once it was on its way the server may have it; before, it may still be changed.
    return report.attempted ? [] : [button("Lấy lại để sửa", () => act.takeBack(report), about)];
  };
  const keptRows = () => {
    const listed = new Set((owed?.duties || []).flatMap((duty) => daysOf(duty).filter(({ state }) => ["open", "late"].includes(state)).map(({ day }) => `${duty.id}/${day}`)));
    return mine
      .filter((report) => store.isKept(report) && !(report.state === "draft" && listed.has(`${report.duty}/${report.day}`)))
      .sort((one, other) => other.day.localeCompare(one.day) || one.made - other.made)
      .map((report) => {
        const doing = send.state.doing?.key === report.key ? send.state.doing : null;
        const when = whenOf(report.day, report.dueAt);
        const made = row({
          title: report.entry, when, note: doing ? `${doing.text}…` : NOTES[report.state]?.(report) || "",
          error: report.error ? `Máy chủ trả lời: ${report.error}` : "",
          chips: [part(doing ? "sending" : report.state === "draft" ? "begun" : report.state)],
          actions: doing ? [] : actionsOf(report, `${report.entry}, ${when}`),
        });
        made.dataset.key = report.key;
        return made;
      });
  };

  const sentRows = () => {
    const rows = new Map();
    for (const duty of owed?.duties || [])
      for (const day of duty.days)
        if (day.state === "sent" || day.state === "conflict") rows.set(`${duty.id}/${day.day}`, { ...day, entry: duty.entry, dueAt: duty.due_at, duty: duty.id });
    for (const report of mine.filter(({ state }) => state === "sent")) {
      const slot = `${report.duty}/${report.day}`;
      const known = rows.get(slot);
      if (!known || known.key === report.known || (known.local?.sentAt || 0) < report.sentAt)
        rows.set(slot, { ...known, day: report.day, state: known?.state || report.judged, entry: report.entry, dueAt: report.dueAt, duty: report.duty, local: report });
    }
    return [...rows.values()]
      .sort((one, other) => other.day.localeCompare(one.day))
      .map(({ day, state, entry, dueAt, duty, local, key, report, frozen }) => {
        const conflict = state === "conflict";
        const when = whenOf(day, dueAt);
        const about = `${entry}, ${when}`;
        const url = local?.url || (report && `${act.list}${report}/`);
        const actions = url ? [link("Xem", url, about)] : [];
        // What another phone sent is not known here; it is put right on its own page.
        const current = local && !conflict && (!key || key === local.known);
        const kept = localOf(duty, day).some(store.isKept);
        if (current && !kept && !frozen) actions.push(button("Sửa", () => act.correct(local), about));
        const notes = [
          local && `${local.photos.length} ảnh, đã nhận ${moment(local.sentAt)}`,
          local?.givenUp && `còn ${local.givenUp} ảnh không gửi`,
          conflict && `Cả hai bản được giữ${frozen ? "" : "; cán bộ xã sẽ chọn bản dùng"}`,
          frozen && "Đã chốt số liệu, không sửa được nữa",
        ];
        return row({ title: entry, when, note: notes.filter(Boolean).join(". "), chips: [part(conflict ? "conflict" : "sent")], actions });
      });
  };

  return {
    setUp: (actions) => (act = actions),
    know: (what, reports) => ([owed, mine] = [what, reports]),
    all: () => ({ due: owedRows(), kept: keptRows(), sent: sentRows() }),
    placeOf,
    localOf,
    fresh,
    daysOf,
  };
})();
