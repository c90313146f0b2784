// Rows of a form: added with Enter or a button, moved with Alt + ↑ ↓, deleted and brought back, pasted from Excel.
// Without this script the blank rows, the order boxes and the ticks for deleting do the same work.
(() => {
  const MOST_PASTED = 200000;
  const grouped = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, ".");
  const say = (text) => {
    const box = document.getElementById("n-live");
    box.querySelector("p").textContent = text;
    box.querySelector("a").hidden = true;
    box.hidden = false;
  };
  const whisper = (text) => (document.getElementById("n-said").textContent = text);
  const typed = (element) => element.dispatchEvent(new Event("input", { bubbles: true }));

  const BOXES = "td[data-l] :is(input, textarea, select)";
  const boxes = (row) => [...row.querySelectorAll(BOXES)];
  const field = (row, name) => row.querySelector(`[name$="-${name}"]`);
  const rows = (grid) => [...grid.querySelectorAll("tbody > [data-row]")].filter((row) => !row.hidden);
  const total = (grid) => grid.querySelector('[name$="-TOTAL_FORMS"]');
  const isEmpty = (row) => !field(row, "id").value && boxes(row).every((box) => box.tagName === "SELECT" || box.type === "checkbox" || !box.value.trim());

  const renumber = (grid) => rows(grid).forEach((row, place) => (field(row, "ORDER").value = place + 1));

  const add = (grid) => {
    const count = Number(total(grid).value);
    if (count >= Number(grid.dataset.most)) {
      say(`Danh sách này nhận nhiều nhất ${grid.dataset.most} dòng.`);
      return null;
    }
    const made = document.createElement("tbody");
    made.innerHTML = grid.querySelector("[data-blank]").innerHTML.replaceAll("__prefix__", count).replaceAll(`${grid.dataset.word} mới`, `${grid.dataset.word} ${count + 1}`);
    const row = made.querySelector("[data-row]");
    row.querySelector("[data-number]").textContent = count + 1;
    grid.querySelector("[data-rows]").append(row);
    total(grid).value = count + 1;
    renumber(grid);
    return row;
  };

  const move = (grid, row, step) => {
    const all = rows(grid);
    const other = all[all.indexOf(row) + step];
    if (!other) return;
    const focused = document.activeElement;
    step < 0 ? other.before(row) : other.after(row);
    focused?.focus();
    renumber(grid);
    whisper(`Dòng ${row.querySelector("[data-number]").textContent} chuyển đến vị trí ${all.indexOf(row) + 1 + step}`);
    typed(row);
  };

  const undoBar = (grid, row) => {
    const bar = grid.querySelector("[data-undo]");
    bar.hidden = !row;
    if (row) bar.querySelector("span").textContent = `Đã xóa dòng ${row.querySelector("[data-number]").textContent}: ${boxes(row).find((box) => box.value.trim() && box.tagName !== "SELECT")?.value.slice(0, 60) || "(trống)"}.`;
  };
  const gone = new WeakMap();
  const remove = (grid, row) => {
    const near = rows(grid)[rows(grid).indexOf(row) + 1] || rows(grid)[rows(grid).indexOf(row) - 1];
    field(row, "DELETE").checked = true;
    row.hidden = true;
    gone.set(grid, [...(gone.get(grid) || []), row]);
    undoBar(grid, row);
    renumber(grid);
    typed(row);
    (near ? boxes(near)[0] : grid.querySelector("[data-add]")).focus();
  };
  const undo = (grid) => {
    const row = gone.get(grid)?.pop();
    if (!row) return;
    row.hidden = false;
    field(row, "DELETE").checked = false;
    undoBar(grid, gone.get(grid).at(-1));
    renumber(grid);
    boxes(row)[0].focus();
    typed(row);
  };

  // Cells as Excel copies them: tabs and lines; a cell with a line break inside stands in quotes.
  const cells = (text) => {
    const table = [[""]];
    let quoted = false;
    for (let at = 0; at < text.length; at += 1) {
      const char = text[at];
      const line = table.at(-1);
      if (quoted) {
        if (char !== '"') line[line.length - 1] += char;
        else if (text[at + 1] === '"') line[line.length - 1] += text[(at += 1)];
        else quoted = false;
      } else if (char === '"' && line.at(-1) === "" && /"(?=[\t\r\n]|$)/.test(text.slice(at + 1))) quoted = true;
      else if (char === "\t") line.push("");
      else if (char === "\n") table.push([""]);
      else if (char !== "\r") line[line.length - 1] += char;
    }
    while (table.length && table.at(-1).every((cell) => !cell.trim())) table.pop();
    return table;
  };
  const put = (box, text) => {
    const value = text.trim();
    if (box.type === "checkbox") box.checked = /^(x|có|1|đúng)$/i.test(value);
    else if (box.tagName === "SELECT") {
      const same = [...box.options].find((option) => [option.text, option.value].some((word) => word.toLowerCase() === value.toLowerCase()));
      if (same) box.value = same.value;
    } else box.value = box.matches("[data-lines]") ? value : value.replace(/\s+/g, " ");
  };
  const paste = (grid, box, text) => {
    const table = cells(text);
    const column = boxes(box.closest("[data-row]")).indexOf(box);
    const start = rows(grid).indexOf(box.closest("[data-row]"));
    if (start + table.length > Number(grid.dataset.most)) {
      say(`Danh sách này nhận nhiều nhất ${grid.dataset.most} dòng; đoạn dán có ${grouped(table.length)} dòng nên chưa dán gì.`);
      return;
    }
    table.forEach((line, place) => {
      const row = rows(grid)[start + place] || add(grid);
      if (row) line.forEach((cell, step) => boxes(row)[column + step] && put(boxes(row)[column + step], cell));
    });
    whisper(`Đã dán ${table.length} dòng`);
    typed(box);
  };
  document.addEventListener("paste", (event) => {
    const box = event.target.closest?.("form[data-compose] :is(input, textarea)");
    const text = box && event.clipboardData?.getData("text/plain");
    if (!text) return;
    const grid = box.closest("[data-grid]");
    const spreads = grid && box.matches(BOXES) && (text.includes("\t") || (/\n./.test(text.trim()) && !box.matches("[data-lines]")));
    const room = spreads ? MOST_PASTED : Math.min(MOST_PASTED, box.maxLength > 0 ? box.maxLength : MOST_PASTED);
    if (text.length > room) {
      event.preventDefault();
      say(`Đoạn dán có ${grouped(text.length)} ký tự, ${spreads ? "một lần dán" : "ô này"} nhận nhiều nhất ${grouped(room)}; chưa dán gì. Chia nhỏ rồi dán lại.`);
    } else if (spreads) {
      event.preventDefault();
      paste(grid, box, text);
    }
  });

  document.addEventListener("keydown", (event) => {
    const row = event.target.closest?.("[data-grid] [data-row]");
    if (!row || event.ctrlKey || event.metaKey || event.isComposing) return;
    const grid = row.closest("[data-grid]");
    if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
      event.preventDefault();
      move(grid, row, event.key === "ArrowUp" ? -1 : 1);
    } else if (event.key === "Enter" && !event.shiftKey && event.target.matches("input, textarea:not([data-lines])")) {
      event.preventDefault();
      const next = rows(grid)[rows(grid).indexOf(row) + 1];
      const fresh = next || (isEmpty(row) ? row : add(grid));
      if (fresh) boxes(fresh)[next ? boxes(row).indexOf(event.target) : 0].focus();
    }
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-grid] button");
    if (!button) return;
    const grid = button.closest("[data-grid]");
    const row = button.closest("[data-row]");
    if (button.matches("[data-add]")) boxes(add(grid) || rows(grid).at(-1))[0]?.focus();
    else if (button.matches("[data-up]")) move(grid, row, -1);
    else if (button.matches("[data-down]")) move(grid, row, 1);
    else if (button.matches("[data-delete]")) remove(grid, row);
    else if (button.closest("[data-undo]")) undo(grid);
  });

  document.addEventListener("DOMContentLoaded", () => {
    for (const grid of document.querySelectorAll("[data-grid]")) {
      // The blank rows are for pages without scripts; one is enough here.
      const fresh = [...grid.querySelectorAll("[data-fresh]")];
      for (const row of fresh.slice(1)) row.remove();
      total(grid).value = Number(total(grid).value) - Math.max(0, fresh.length - 1);
      for (const row of grid.querySelectorAll("tbody > [data-row]")) {
        if (!field(row, "DELETE").checked) continue;
        row.hidden = true;
        gone.set(grid, [...(gone.get(grid) || []), row]);
        undoBar(grid, row);
      }
      renumber(grid);
    }
  });
})();
