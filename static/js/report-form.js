// The form of one report. Every keystroke and every photo is kept on the phone at once; sending only moves it to what waits.
NtmReports.form = (() => {
  "use strict";
  const { store, photos } = NtmReports;
  const view = document.querySelector("[data-view=form]");
  const form = view.querySelector("[data-report-form]");
  const at = (selector) => view.querySelector(selector);
  const TEXTS = ["text", "trouble", "reason"];
  // As the server reads figures: 1.500 is fifteen hundred, 5,47 and 5.47 are the same.
  const FIGURE = /^(\d+|\d{1,3}(\.\d{3})+|\d+\.\d+)(,\d+)?$/;
  const BOXES = {
    quantity: { name: "Khối lượng", places: 3 },
    people: { name: "Số người", places: 0 },
    days: { name: "Ngày công", places: 2 },
  };

  let report = null;
  let part, words, done;
  const setUp = (tools) => ({ part, words, done } = tools);

  const told = (element, text) => {
    element.textContent = text;
    element.hidden = !text;
  };
  const failed = (error) => {
    document.querySelector("[data-note=storage]").hidden = false;
    if (error?.name !== "QuotaExceededError") reportError(error);
  };

  // --- keeping ---
  // One after another, so that an older state never overwrites a newer one.
  let last = Promise.resolve();
  const inTurn = (act) => (last = last.then(act).catch(failed));
  // A report out of a file may have been sent from where the file was made; one that was refused may be known under its key
  // with other words. Written on, each is a report of its own.
  const own = async () => {
    if (report.fromFile || report.state === "refused") report = await store.rekey(report.key);
  };
  const typed = () => {
    const lines = {};
    for (const box of view.querySelectorAll("[data-work]")) {
      const line = (lines[box.dataset.work] ||= {});
      line[box.dataset.name] = box.value.trim();
    }
    return { lines, leaveOut: form.elements.leaveOut.checked, ...Object.fromEntries(TEXTS.map((name) => [name, form.elements[name].value])) };
  };
  const sayKept = async () => {
    const text = `Đã giữ trong máy lúc ${words.hour(Date.now())}`;
    const place = at("[data-kept]");
    if (place.textContent !== text) place.textContent = text; // read out once a minute, not with every letter
    await askToStay();
  };
  const keep = () =>
    inTurn(async () => {
      if (!report) return;
      const values = typed();
      await own();
      const kept = await store.change(report.key, (one) => {
        if (!["draft", "refused"].includes(one.state)) return false;
        Object.assign(one, values);
      });
      if (!kept) return done("Báo cáo này đã được gửi hoặc xóa ở thẻ khác.");
      report = kept;
      await sayKept();
    });
  // Browsers clear storage of pages they think little of; they are asked once not to.
  let asked = false;
  const askToStay = async () => {
    if (asked || !navigator.storage?.persist) return;
    asked = true;
    if (!(await navigator.storage.persisted())) await navigator.storage.persist();
  };

  // --- what is shown ---
  const showWorks = () => {
    at("[data-works]").replaceChildren(
      ...report.works.map((work) => {
        const box = part("work", { text: work.text, plan: words.plan(work), quantity: work.measure ? `Làm được (${work.measure})` : "Làm được" });
        for (const name of Object.keys(BOXES)) {
          const place = box.querySelector(`[data-box=${name}]`);
          const input = place.querySelector("input");
          input.id = `w${work.id}-${name}`;
          place.querySelector("label").htmlFor = input.id;
          input.dataset.work = work.id;
          input.dataset.name = name;
          input.value = report.lines[work.id]?.[name] || "";
        }
        return box;
      }),
    );
  };
  const showPlaces = () => {
    at("[data-place]").hidden = !report.keepsPlace || !report.photos.length;
    at("[data-places]").replaceChildren(
      ...report.photos.map((photo, number) => {
        const item = document.createElement("li");
        const when = photo.takenAt ? `${photo.byCamera ? "chụp" : "giờ của tệp"} ${words.moment(Date.parse(photo.takenAt))}` : "không rõ giờ chụp";
        const where = photo.latitude ? `tại ${photo.latitude}, ${photo.longitude}` : "không có nơi chụp";
        item.textContent = `Ảnh ${number + 1}: ${when}, ${where}`;
        return item;
      }),
    );
  };
  const showPhotos = async () => {
    const shown = report.key;
    const items = await Promise.all(
      report.photos.map(async (photo, number) => {
        const item = part("photo");
        const kept = await store.photo(report.key, photo.digest);
        const picture = kept && (await photos.thumbnail(kept.bytes, photo.type));
        if (picture) {
          picture.setAttribute("role", "img");
          picture.setAttribute("aria-label", `Ảnh ${number + 1}`);
        }
        item.querySelector("[data-picture]").append(picture || part("no-picture", { name: photo.name }));
        const button = item.querySelector("button");
        button.textContent = `Bỏ ảnh ${number + 1}`;
        button.addEventListener("click", () => remove(photo.digest));
        return item;
      }),
    );
    if (report?.key !== shown) return;
    at("[data-photos]").replaceChildren(...items);
    at("[data-photos]").hidden = !items.length;
    showPlaces();
  };

  // --- photos ---
  const remove = (digest) =>
    inTurn(async () => {
      await own();
      await store.removePhoto(report.key, digest);
      report = await store.report(report.key);
      await showPhotos();
      at("[data-photo-told]").textContent = `Còn ${report.photos.length}/${store.MOST_PHOTOS} ảnh`;
    });
  const add = async (file) => {
    const { photo, bytes, fresh } = await photos.taken(file, report);
    const outcome = await store.addPhoto(report.key, photo, bytes);
    if (outcome === "twice") return `Ảnh “${file.name}” đã có trong báo cáo.`;
    if (outcome === "full") return `Một báo cáo gửi nhiều nhất ${store.MOST_PHOTOS} ảnh.`;
    if (report.keepsPlace && fresh) locate(report.key, photo.digest);
    return "";
  };
  // The photo is safe already; where it was taken may come later, or never.
  const locate = async (key, digest) => {
    const place = await photos.place();
    if (!place.latitude) return;
    await store.change(key, (one) => {
      const photo = one.photos.find((other) => other.digest === digest);
      if (!photo || !["draft", "refused"].includes(one.state)) return false;
      Object.assign(photo, place);
    });
    if (report?.key !== key) return;
    report = await store.report(key);
    showPlaces();
  };
  for (const input of view.querySelectorAll("[data-take]"))
    input.addEventListener("change", () => {
      const files = [...input.files];
      input.value = ""; // the same one may be chosen again after it was removed
      at("[data-photo-told]").textContent = "Đang lấy ảnh…";
      inTurn(async () => {
        await own();
        const faults = [];
        for (const file of files) {
          const fault = await add(file).catch((error) => {
            if (error.name === "QuotaExceededError") throw error;
            return error.message;
          });
          if (fault && !faults.includes(fault)) faults.push(fault);
        }
        report = await store.report(report.key);
        await showPhotos();
        at("[data-photo-told]").textContent = [`Đã giữ ${report.photos.length}/${store.MOST_PHOTOS} ảnh trong máy.`, ...faults].join(" ");
        if (report.photos.length) await sayKept();
      });
    });

  // --- sending ---
  const fault = (input, name, places) => {
    const value = input.value.trim().replaceAll(" ", "");
    if (!value) return "";
    if (!FIGURE.test(value)) return `${name} phải là số từ 0 trở lên, ví dụ ${places ? "12,5" : "12"}.`;
    const [whole, rest = ""] = /^\d{1,3}(\.\d{3})+(,|$)/.test(value) ? value.replaceAll(".", "").split(",") : value.split(/[.,]/);
    if (whole.length > 12) return `${name} lớn quá mức; kiểm tra lại số chữ số 0.`;
    if (rest.replace(/0+$/, "").length > places) return places ? `${name} có nhiều nhất ${places} chữ số sau dấu phẩy.` : `${name} phải là số nguyên.`;
    return "";
  };
  const checked = () => {
    let first = null;
    for (const work of at("[data-works]").children) {
      const faults = [];
      for (const [name, { name: called, places }] of Object.entries(BOXES)) {
        const input = work.querySelector(`[data-name=${name}]`);
        const wrong = fault(input, called, places);
        input.classList.toggle("is-invalid", Boolean(wrong));
        input.setAttribute("aria-invalid", String(Boolean(wrong)));
        if (wrong) {
          faults.push(wrong);
          first ||= input;
        }
      }
      told(work.querySelector("[data-f=error]"), faults.join(" "));
    }
    const reason = form.elements.reason;
    const silent = Boolean(report.base) && !reason.value.trim();
    told(at("#ly-do-loi"), silent ? "Nêu lý do sửa để cán bộ xã đối chiếu." : "");
    if (silent) first ||= reason;
    const blank = store.isBlank({ ...report, ...typed() });
    told(at("[data-form-error]"), blank ? "Báo cáo chưa có nội dung: ghi khối lượng, kết quả, khó khăn hoặc chọn ảnh." : "");
    if (blank) first ||= at("[data-form-error]");
    first?.focus();
    return !first;
  };
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!checked()) return;
    keep();
    await inTurn(async () => {
      if (!report) return;
      const sent = await store.change(report.key, (one) => {
        if (!["draft", "refused"].includes(one.state)) return false;
        Object.assign(one, { state: "waiting", error: "", writtenAt: new Date().toISOString() });
      });
      if (!sent) return;
      report = null;
      done("Báo cáo đã chuyển vào danh sách chờ gửi.");
      NtmReports.send.now();
    });
  });
  at("[data-drop-draft]").addEventListener("click", () =>
    inTurn(async () => {
      await store.drop(report.key);
      report = null;
      at(".n-confirm").open = false;
      done("Đã xóa bản nháp khỏi máy.");
    }),
  );
  form.addEventListener("input", (event) => {
    if (!event.target.matches("[type=file]")) keep();
  });

  return {
    setUp,
    /** Shows a report that may be written on; `newer`: the server knows one of this day that the writer did not. */
    async show(one, newer) {
      await last;
      report = one;
      for (const name of TEXTS) form.elements[name].value = report[name];
      form.elements.leaveOut.checked = report.leaveOut;
      at("[data-form-note=newer]").hidden = !newer;
      at("[data-form-note=refused]").hidden = !report.error;
      at("[data-refusal]").textContent = report.error || "";
      at("[data-reason]").hidden = !report.base;
      told(at("[data-form-error]"), "");
      told(at("#ly-do-loi"), "");
      at("[data-photo-told]").textContent = "";
      at("[data-kept]").textContent = store.isBlank(report) ? "" : `Đã giữ trong máy ${words.moment(report.changed)}`;
      showWorks();
      await showPhotos();
    },
    /** The form is left; what was typed is kept already. */
    leave() {
      inTurn(() => void (report = null));
    },
  };
})();
