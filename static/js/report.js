// A report from a phone: photos are shrunk before they go, one after another may be taken, what was typed survives a closed
// page, and what could not be sent goes by itself when the network is back. Without scripts the form works as it stands.
(() => {
  "use strict";
  const form = document.querySelector("form[data-report]");
  if (!form) return;
  const KEY = `ntm-bao-cao-${form.dataset.report}`;
  const TEXTS = ["done_volume", "percent", "text", "trouble"].map((name) => form.elements[name]).filter(Boolean);
  const kept = form.querySelector("[data-kept]");
  const storage = {
    read() {
      try {
        return JSON.parse(localStorage.getItem(KEY));
      } catch {
        return null; // forbidden or unreadable: then nothing is kept
      }
    },
    write(draft) {
      try {
        if (draft) localStorage.setItem(KEY, JSON.stringify(draft));
        else localStorage.removeItem(KEY);
        return true;
      } catch {
        return false;
      }
    },
  };

  // --- what was typed ---
  const say = (words) => {
    kept.textContent = words;
    kept.hidden = !words;
  };
  const hour = () => new Date().toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit" });
  const keep = () => {
    const values = Object.fromEntries(TEXTS.map((field) => [field.name, field.value]));
    if (!Object.values(values).some(Boolean)) return storage.write(null);
    if (storage.write({ key: form.elements.key.value, values })) say(`Đã tự lưu trong máy lúc ${hour()}`);
  };
  const address = new URL(location.href);
  const sent = address.searchParams.get("da-gui");
  const draft = storage.read();
  if (draft && sent === draft.key) storage.write(null);
  // A page that comes back with errors holds what was typed already.
  else if (draft && !form.querySelector(".n-field-error") && TEXTS.every((field) => field.value === field.defaultValue)) {
    for (const field of TEXTS) field.value = draft.values[field.name] || field.value;
    form.elements.key.value = draft.key; // the server knows by it whether this report arrived after all
    say("Nội dung chưa gửi lần trước đã được lấy lại; ảnh cần chọn lại.");
  }
  if (sent) {
    address.searchParams.delete("da-gui");
    history.replaceState(history.state, "", address);
  }
  form.addEventListener("input", (event) => {
    if (TEXTS.includes(event.target)) keep();
  });

  // --- no network ---
  const waiting = form.querySelector("[data-waiting]");
  let waits = false;
  form.addEventListener("submit", () => {
    waits = !navigator.onLine;
    waiting.hidden = !waits;
    if (waits) keep();
  });
  window.addEventListener("online", () => {
    if (!waits) return;
    waits = false;
    waiting.hidden = true;
    document.getElementById("n-live").hidden = true;
    form.requestSubmit();
  });

  // --- photos ---
  const input = form.querySelector("input[data-photos]");
  const list = form.querySelector("[data-chosen]");
  const SIDE = 1600;
  const most = Number(input.dataset.most);
  const INVITE = "Chụp ảnh hoặc chọn từ máy";
  const tell = (words) => {
    const box = input.closest("[data-drop]")?.querySelector("[data-drop-text]");
    if (box) box.textContent = words;
  };
  tell(INVITE);
  let photos = []; // {file, picture}
  let own = false;

  const shrunk = async (file) => {
    const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
    const share = Math.min(1, SIDE / Math.max(bitmap.width, bitmap.height));
    const picture = document.createElement("canvas");
    picture.width = Math.max(1, Math.round(bitmap.width * share));
    picture.height = Math.max(1, Math.round(bitmap.height * share));
    picture.getContext("2d").drawImage(bitmap, 0, 0, picture.width, picture.height);
    bitmap.close();
    if (share === 1 && file.size < 1048576) return { file, picture };
    const blob = await new Promise((done) => picture.toBlob(done, "image/jpeg", 0.85));
    return { file: new File([blob], `${file.name.replace(/\.[^.]*$/, "")}.jpg`, { type: "image/jpeg" }), picture };
  };
  const show = () => {
    list.replaceChildren(
      ...photos.map(({ picture }, place) => {
        const item = document.createElement("li");
        picture.setAttribute("role", "img");
        picture.setAttribute("aria-label", `Ảnh ${place + 1}`);
        const button = document.createElement("button");
        button.type = "button";
        button.className = "btn btn-sm btn-secondary";
        button.textContent = `Bỏ ảnh ${place + 1}`;
        button.addEventListener("click", () => {
          photos.splice(place, 1);
          put("");
        });
        item.append(picture, button);
        return item;
      }),
    );
    list.hidden = !photos.length;
  };
  const put = (fault) => {
    const files = new DataTransfer();
    for (const { file } of photos) files.items.add(file);
    own = true;
    input.files = files.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
    own = false;
    tell(fault || (photos.length ? `Đã chọn ${photos.length}/${most} ảnh; bấm để thêm` : INVITE));
    show();
  };
  input.addEventListener("change", async () => {
    if (own) return;
    const faults = [];
    for (const file of [...input.files]) {
      if (photos.length >= most) {
        faults.push(`Chỉ gửi được ${most} ảnh một lần.`);
        break;
      }
      try {
        photos.push(await shrunk(file));
      } catch {
        faults.push(`Tệp “${file.name}” không phải ảnh hoặc bị hỏng nên không lấy.`);
      }
    }
    put(faults.join(" "));
  });
})();
