/* Walking the matrix by keyboard: arrows, Home and End move, Enter opens the commune's card; a click does too. */
(function () {
  "use strict";
  const table = document.querySelector("[data-matrix]");
  if (!table) return;
  const rows = Array.from(table.tBodies[0].rows);
  let here = null;

  function go(cell) {
    if (!cell) return;
    if (here) here.tabIndex = -1;
    here = cell;
    cell.tabIndex = 0;
    cell.focus();
  }

  function beside(cell, key) {
    const row = rows.indexOf(cell.parentElement);
    const column = cell.cellIndex;
    const last = rows[row].cells.length - 1;
    const place = {
      ArrowUp: [row - 1, column], ArrowDown: [row + 1, column], ArrowLeft: [row, Math.max(1, column - 1)],
      ArrowRight: [row, Math.min(last, column + 1)], Home: [row, 1], End: [row, last],
    }[key];
    return place && rows[place[0]] ? rows[place[0]].cells[place[1]] : null;
  }

  function open(cell) {
    const link = cell.parentElement.querySelector("th a");
    if (link) window.location.assign(link.href);
  }

  table.addEventListener("keydown", (event) => {
    const cell = event.target.closest("tbody td");
    if (!cell || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === "Enter") {
      open(cell);
      return;
    }
    const next = beside(cell, event.key);
    if (next) {
      event.preventDefault();
      go(next);
    }
  });
  table.addEventListener("click", (event) => {
    const cell = event.target.closest("tbody td");
    if (cell && !window.getSelection().toString()) open(cell);
  });
  if (rows.length && rows[0].cells.length > 1) {
    here = rows[0].cells[1];
    here.tabIndex = 0;
  }
})();
