/* Walking the map by keyboard: one stop for Tab, arrows to the nearest tile in their direction, Home and End. */
(function () {
  "use strict";
  document.querySelectorAll("[data-tiles]").forEach((group) => {
    const tiles = Array.from(group.querySelectorAll("a"));
    if (!tiles.length) return;
    let here = tiles[0];
    tiles.forEach((tile) => { tile.setAttribute("tabindex", tile === here ? "0" : "-1"); });

    function go(tile) {
      here.setAttribute("tabindex", "-1");
      here = tile;
      here.setAttribute("tabindex", "0");
      here.focus();
    }

    function middle(tile) {
      const box = tile.getBoundingClientRect();
      return [box.left + box.width / 2, box.top + box.height / 2];
    }

    /* The nearest one in the direction; what lies aside counts double. */
    function toward(dx, dy) {
      const [x, y] = middle(here);
      let found = null;
      let least = Infinity;
      tiles.forEach((tile) => {
        const [tx, ty] = middle(tile);
        const ahead = (tx - x) * dx + (ty - y) * dy;
        const aside = Math.abs((tx - x) * dy) + Math.abs((ty - y) * dx);
        if (tile === here || ahead < 2 || ahead + 2 * aside >= least) return;
        least = ahead + 2 * aside;
        found = tile;
      });
      return found;
    }

    group.addEventListener("focusin", (event) => {
      const tile = event.target.closest("a");
      if (tile && tile !== here) go(tile);
    });
    group.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      const next = {
        ArrowLeft: () => toward(-1, 0), ArrowRight: () => toward(1, 0), ArrowUp: () => toward(0, -1), ArrowDown: () => toward(0, 1),
        Home: () => tiles[0], End: () => tiles[tiles.length - 1],
      }[event.key];
      if (!next) return;
      event.preventDefault();
      const tile = next();
      if (tile) go(tile);
    });
  });
})();
