// Boxes in which a giver is typed by code or name: suggestions, and what is left by the rate filled in beside.
// In a pile of receipts (data-pile) Enter goes giver → amount → next row; the sum so far stands beside the control figures.
// Without this script the server understands codes and names all the same.
(() => {
  const WAIT = 150;
  const rowOf = (box) => box.closest("[data-row]") || box.closest("form");
  // A box in a row fills the figure of its row; the payer's fills the receipt's own, never that of a row.
  const figure = (box, name) => rowOf(box).querySelector(box.closest("[data-row]") ? `[name$="-${name}"]` : `[name="${name}"]`);
  const typed = (element) => element.dispatchEvent(new Event("input", { bubbles: true }));
  const { digits, grouped } = window.NtmMoney;
  const whisper = (text) => (document.getElementById("n-said").textContent = text);

  const ask = async (box, words) => {
    const form = box.closest("form[data-givers]");
    if (!form || !words) return [];
    const answer = await fetch(`${form.dataset.givers}?q=${encodeURIComponent(words)}`, { headers: { Accept: "application/json" } });
    return answer.ok && !answer.redirected ? (await answer.json()).rows : [];
  };

  let open = null; // { box, list, rows, active }
  let made = 0;
  const close = () => {
    if (!open) return;
    open.box.setAttribute("aria-expanded", "false");
    open.box.removeAttribute("aria-activedescendant");
    open.list.remove();
    open = null;
  };
  const mark = (active) => {
    open.active = active;
    [...open.list.children].forEach((item, place) => item.setAttribute("aria-selected", String(place === active)));
    if (active >= 0) {
      open.box.setAttribute("aria-activedescendant", open.list.children[active].id);
      open.list.children[active].scrollIntoView({ block: "nearest" });
    }
  };
  const show = (box, rows) => {
    close();
    if (!rows.length || document.activeElement !== box) return;
    const list = document.createElement("ul");
    list.className = "n-suggest";
    list.id = `n-suggest-${(made += 1)}`;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "Người trong danh sách");
    rows.forEach((row, place) => {
      const item = document.createElement("li");
      item.id = `${list.id}-${place}`;
      item.setAttribute("role", "option");
      const name = document.createElement("b");
      name.textContent = row.text;
      const more = document.createElement("small");
      more.textContent = `${row.place ? `${row.place}; ` : ""}còn theo mức ${grouped(row.left)}`;
      item.append(name, more);
      item.addEventListener("mousedown", (event) => {
        event.preventDefault();
        take(box, row);
      });
      list.append(item);
    });
    box.after(list);
    box.setAttribute("role", "combobox");
    box.setAttribute("aria-autocomplete", "list");
    box.setAttribute("aria-expanded", "true");
    box.setAttribute("aria-controls", list.id);
    open = { box, list, rows, active: -1 };
    mark(rows.length === 1 ? 0 : -1);
  };
  const take = (box, row) => {
    box.value = row.text;
    box.dataset.taken = row.text;
    const amount = figure(box, "amount");
    const days = figure(box, "days");
    if (amount && !amount.value && row.left) {
      amount.value = grouped(row.left);
      if (amount === document.activeElement) amount.select();
    }
    if (days && !days.value && row.days) days.value = String(Number(row.days)).replace(".", ",");
    close();
    typed(box);
  };

  const timers = new WeakMap();
  document.addEventListener("input", (event) => {
    const box = event.target.closest?.("[data-giver]");
    if (!box || box.value === box.dataset.taken) return;
    delete box.dataset.taken;
    clearTimeout(timers.get(box));
    timers.set(
      box,
      setTimeout(async () => {
        const words = box.value.trim();
        const rows = await ask(box, words).catch(() => []);
        if (box.value.trim() === words) show(box, rows);
      }, WAIT),
    );
  });

  // Who goes on without choosing means the one that the words can mean; of several nobody is taken.
  const settle = async (box) => {
    clearTimeout(timers.get(box));
    const words = box.value.trim();
    if (!words || box.dataset.taken === box.value) return;
    const rows = open?.box === box ? open.rows : await ask(box, words).catch(() => []);
    if (box.value.trim() !== words) return;
    if (rows.length === 1) take(box, rows[0]);
    else if (rows.length > 1) whisper(`Có nhiều người hợp với “${words}”; ghi mã`);
  };
  document.addEventListener("focusout", (event) => {
    const box = event.target.closest?.("[data-giver]");
    if (!box) return;
    settle(box).finally(() => open?.box === box && close());
  });

  const next = (box) => {
    const row = box.closest("[data-row]");
    const grid = row.closest("[data-grid]");
    if (box.matches("[data-giver]") && box.value.trim()) {
      const amount = figure(box, "amount");
      amount.focus();
      amount.select();
      return;
    }
    if (box.matches("[data-giver]")) return;
    const rows = [...grid.querySelectorAll("tbody > [data-row]")].filter((one) => !one.hidden);
    const below = rows[rows.indexOf(row) + 1];
    if (below) below.querySelector("[data-giver]").focus();
    else grid.querySelector("[data-add]").click();
  };

  // Before grid.js hears of the key: in the capturing phase.
  document.addEventListener(
    "keydown",
    (event) => {
      const box = event.target;
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || !box.matches?.("input, textarea")) return;
      const here = open?.box === box;
      if (here && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
        const count = open.rows.length;
        mark((open.active + (event.key === "ArrowDown" ? 1 : count - 1) + (open.active < 0 && event.key === "ArrowUp" ? 1 : 0)) % count);
      } else if (here && event.key === "Escape") close();
      else if (event.key === "Enter" && !event.shiftKey) {
        if (here && open.active >= 0) take(box, open.rows[open.active]);
        else if (box.matches("[data-giver]")) settle(box);
        if (box.closest("[data-pile]") && box.closest("[data-row]")) next(box);
        else if (!here || !box.matches("[data-giver]")) return;
      } else return;
      event.preventDefault();
      event.stopPropagation();
    },
    true,
  );

  // --- The sum so far ---
  const sum = (form) => {
    const said = form.querySelector("[data-pile-sum]");
    const rows = [...form.querySelectorAll("tbody > [data-row]")].filter((row) => !row.hidden && row.querySelector("[data-giver]").value.trim());
    const amounts = rows.map((row) => row.querySelector('[name$="-amount"]').value.trim());
    const total = amounts.reduce((whole, amount) => whole + Number(digits(amount)), 0);
    const unread = amounts.filter((amount) => amount && !digits(amount)).length;
    said.textContent = `Đã nhập ${rows.length} tờ, ${grouped(total)} đồng${unread ? ` (chưa kể ${unread} ô không viết như 1.500.000)` : ""}.`;
  };
  document.addEventListener("input", (event) => {
    const form = event.target.closest?.("[data-pile]");
    if (form) sum(form);
  });
  document.addEventListener("DOMContentLoaded", () => {
    for (const box of document.querySelectorAll("[data-giver]")) if (box.value.includes(" – ")) box.dataset.taken = box.value;
    for (const form of document.querySelectorAll("[data-pile]")) {
      sum(form);
      const count = form.querySelector("[name=control_count]");
      if (!count.value) count.focus();
    }
  });
})();
