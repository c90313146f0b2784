// Small comforts of every page. Nothing here is needed for the work itself: without scripts all forms and links still do.
(() => {
  const on = (name, selector, act) =>
    document.addEventListener(name, (event) => {
      const found = event.target.closest?.(selector);
      if (found) act(found, event);
    });
  const say = (text) => {
    document.getElementById("n-said").textContent = text;
  };

  // Parts that htmx brings in are prepared like the page itself.
  const prepare = (part) => {
    for (const button of part.querySelectorAll("[data-reveal], [data-copy], [data-copy-from]")) button.hidden = false;
    part.querySelector("[data-focus]:not([data-sample] *)")?.focus();
  };

  on("click", "[data-reveal]", (button) => {
    const input = document.getElementById(button.dataset.reveal);
    const shown = input.type === "password";
    input.type = shown ? "text" : "password";
    button.textContent = shown ? "Ẩn" : "Hiện";
    button.setAttribute("aria-pressed", String(shown));
    say(shown ? "Mật khẩu đang hiện" : "Mật khẩu đã ẩn");
  });

  // Pages served without TLS have no clipboard of their own; the old way works there.
  const copy = async (text) => {
    if (navigator.clipboard) return navigator.clipboard.writeText(text);
    const box = document.createElement("textarea");
    box.value = text;
    document.body.append(box);
    box.select();
    document.execCommand("copy");
    box.remove();
  };
  on("click", "[data-copy], [data-copy-from]", async (button) => {
    const source = button.dataset.copyFrom && document.querySelector(button.dataset.copyFrom);
    await copy(source ? source.innerText : button.dataset.copy);
    const word = button.querySelector("span") || button;
    const before = word.textContent;
    word.textContent = "Đã sao chép";
    say("Đã sao chép");
    setTimeout(() => (word.textContent = before), 2000);
  });

  // Menus made of <details>: one open at a time, closed by Escape or a click elsewhere.
  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("details.n-menu[open]")) if (!menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      const menu = document.querySelector("details.n-menu[open]");
      if (menu) {
        menu.open = false;
        menu.querySelector("summary").focus();
      }
    }
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      const box = document.querySelector("[data-hotkey]");
      if (box?.offsetParent) {
        event.preventDefault();
        box.focus();
      }
    }
    if ((event.ctrlKey || event.metaKey) && event.key === "Enter") event.target.closest?.("form[data-ctrl-enter]")?.requestSubmit();
  });

  // A link of the error summary leads into the field, also when it lies in a folded part.
  on("click", ".n-note-error a[href^='#']", (link, event) => {
    const field = document.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    const folded = field.closest("details:not([open])");
    if (folded) folded.open = true;
    field.focus();
    field.closest(".n-field")?.scrollIntoView({ block: "center" });
  });
  const unfold = () => {
    const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const folded = target && target.closest("details:not([open])");
    if (folded) folded.open = true;
  };
  window.addEventListener("hashchange", unfold);
  window.addEventListener("beforeprint", () => {
    for (const part of document.querySelectorAll("details.n-finding")) part.open = true;
  });

  // Amounts get their dots when the box is left: plain figures, or groups of three by dots or by spaces. All else (2tr5,
  // 1500.5, 1.500.00) stays as it was typed, for the server to read or to refuse: digits("1.500.00") is "".
  const AMOUNT = /^(\d+|\d{1,3}(\.\d{3})+|\d{1,3}(\s\d{3})+)$/;
  const money = {
    digits: (text) => (AMOUNT.test(text.trim()) ? text.replace(/[\s.]/g, "").replace(/^0+(?=\d)/, "") : ""),
    grouped: (number) => String(number).replace(/\B(?=(\d{3})+$)/g, "."),
  };
  window.NtmMoney = money;
  on("focusout", "[data-money]", (input) => {
    const digits = money.digits(input.value);
    if (digits) input.value = money.grouped(digits);
  });

  // Files: drop them on the frame, see what was chosen, hear at once when one is too large.
  const size = (bytes) => (bytes < 1048576 ? `${Math.ceil(bytes / 1024)} KB` : `${(bytes / 1048576).toFixed(1).replace(".", ",")} MB`);
  const show = (frame, input) => {
    const text = frame.querySelector("[data-drop-text]");
    const limit = Number(input.dataset.maxBytes || 0);
    const large = [...input.files].find((file) => limit && file.size > limit);
    input.setCustomValidity(large ? `Tệp “${large.name}” nặng ${size(large.size)}, quá ${size(limit)}.` : "");
    frame.classList.toggle("is-full", input.files.length > 0 && !large);
    text.textContent = large ? input.validationMessage : [...input.files].map((file) => `${file.name} (${size(file.size)})`).join(", ") || "Kéo tệp vào đây hoặc bấm để chọn từ máy";
    say(text.textContent);
  };
  on("change", "[data-drop] input[type=file]", (input) => show(input.closest("[data-drop]"), input));
  on("dragover", "[data-drop]", (frame, event) => {
    event.preventDefault();
    frame.classList.add("is-over");
  });
  on("dragleave", "[data-drop]", (frame, event) => {
    if (!frame.contains(event.relatedTarget)) frame.classList.remove("is-over");
  });
  on("drop", "[data-drop]", (frame, event) => {
    event.preventDefault();
    frame.classList.remove("is-over");
    const input = frame.querySelector("input[type=file]");
    if (!event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });

  // On a phone the tabs run out of sight: the current one is brought to the middle.
  const showCurrentTabs = () => {
    for (const tab of document.querySelectorAll(".n-plan-tabs [aria-current=page]")) {
      const bar = tab.closest(".n-plan-tabs");
      const [inner, outer] = [tab.getBoundingClientRect(), bar.getBoundingClientRect()];
      bar.scrollLeft += inner.left - outer.left - (outer.width - inner.width) / 2;
    }
  };

  document.addEventListener("htmx:load", (event) => prepare(event.detail.elt));
  document.addEventListener("DOMContentLoaded", () => {
    prepare(document);
    unfold();
    showCurrentTabs();
  });
})();
