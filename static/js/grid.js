// Rows of a form: added with Enter or a button, moved with Alt + ↑ ↓, deleted and brought back, pasted from Excel.
// Without this script the blank rows, the order boxes and the ticks for deleting do the same work.
// A grid with data-fixed has its rows once and for all: there the arrows and Enter go from cell to cell, each td is a column
// whether it holds a box or not, and rows copied whole from the exported workbook find theirs by code.
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
  const isFixed = (grid) => "fixed" in grid.dataset;
  const boxes = (row) =>
    row.closest("[data-fixed]") ? [...row.querySelectorAll("td[data-l]")].map((cell) => cell.querySelector("input, textarea, select")) : [...row.querySelectorAll(BOXES)];
  const columnOf = (row, box) => (row.closest("[data-fixed]") ? [...row.querySelectorAll("td[data-l]")].indexOf(box.closest("td")) : boxes(row).indexOf(box));
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
      const meant = value.toLowerCase() === box.dataset.none?.toLowerCase() ? "" : value.toLowerCase();
      const same = [...box.options].find((option) => [option.text, option.value].some((word) => word.toLowerCase() === meant));
      if (same) box.value = same.value;
      return Boolean(same);
    } else box.value = box.matches("[data-lines]") ? value : value.replace(/\s+/g, " ");
    return true;
  };

  // The columns that the exported workbook has before the first that is filled: criterion, indicator, wording, level.
  const LEADING = 4;
  const pasteFixed = (grid, box, table) => {
    const all = rows(grid);
    const byCode = new Map(all.map((row) => [row.dataset.code, row]));
    const whole = (line) => (line.length > LEADING + 1 ? byCode.get(line[1].trim() || `tc${line[0].trim()}`) : null);
    const wholes = table.some(whole);
    const column = wholes ? 0 : columnOf(box.closest("[data-row]"), box);
    const start = all.indexOf(box.closest("[data-row]"));
    const refused = [];
    let done = 0;
    table.forEach((line, place) => {
      const row = wholes ? whole(line) : all[start + place];
      if (!row) return;
      done += 1;
      (wholes ? line.slice(LEADING) : line).forEach((cell, step) => {
        const target = boxes(row)[column + step];
        if (target ? !put(target, cell) : cell.trim()) refused.push(`${row.dataset.name}: “${cell.trim().slice(0, 30)}”`);
      });
    });
    const left = table.length - done;
    whisper(`Đã dán ${done} dòng`);
    if (refused.length) say(`Đã dán ${done} dòng; ${refused.length} ô không nhận được: ${refused.slice(0, 5).join("; ")}${refused.length > 5 ? "…" : ""}.`);
    else if (left && !wholes) say(`Đã dán ${done} dòng; ${left} dòng cuối của đoạn dán không còn chỗ trong phiếu.`);
    typed(box);
  };
  const step = (row, column, by) => {
    const all = rows(row.closest("[data-grid]"));
    for (let at = all.indexOf(row) + by; all[at]; at += by) {
      const box = boxes(all[at])[column];
      if (!box) continue;
      box.focus();
      if (box.select) box.select();
      return;
    }
  };
  const aside = (row, column, by) => {
    const own = boxes(row);
    for (let at = column + by; at >= 0 && at < own.length; at += by) if (own[at]) return void own[at].focus();
  };
  const walk = (event, row) => {
    const box = event.target;
    const column = columnOf(row, box);
    if (column < 0 || event.altKey || event.shiftKey) return;
    const typing = box.tagName !== "SELECT";
    const atStart = typing && box.selectionEnd === 0;
    const atEnd = typing && box.selectionStart === box.value.length;
    const marked = typing && box.value && box.selectionStart === 0 && atEnd;
    const one = box.tagName === "INPUT";
    const go = {
      Enter: () => step(row, column, 1),
      ArrowDown: (one || (typing && atEnd)) && (() => step(row, column, 1)),
      ArrowUp: (one || (typing && atStart)) && (() => step(row, column, -1)),
      ArrowLeft: (atStart || marked || !typing) && (() => aside(row, column, -1)),
      ArrowRight: (atEnd || !typing) && (() => aside(row, column, 1)),
    }[event.key];
    if (!go) return;
    event.preventDefault();
    go();
  };

  const paste = (grid, box, text) => {
    const table = cells(text);
    if (isFixed(grid)) return pasteFixed(grid, box, table);
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
    const box = event.target.closest?.("form[data-compose] :is(input, textarea), [data-fixed] :is(input, textarea, select)");
    const text = box && event.clipboardData?.getData("text/plain");
    if (!text) return;
    const grid = box.closest("[data-grid]");
    const spreads = grid && box.matches(BOXES) && (text.includes("\t") || box.tagName === "SELECT" || (/\n./.test(text.trim()) && !box.matches("[data-lines]")));
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
    if (isFixed(grid)) walk(event, row);
    else if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
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

  // Leaving with something typed and not saved is asked about.
  const guard = (form) => {
    let dirty = "dirty" in form.dataset;
    form.addEventListener("input", () => (dirty = true));
    document.addEventListener("submit", (event) => {
      if (event.target === form && !event.defaultPrevented) dirty = false;
    });
    window.addEventListener("beforeunload", (event) => {
      if (dirty) event.preventDefault();
    });
  };

  document.addEventListener("DOMContentLoaded", () => {
    for (const form of document.querySelectorAll("form[data-guard]")) guard(form);
    for (const grid of document.querySelectorAll("[data-grid]:not([data-fixed])")) {
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
