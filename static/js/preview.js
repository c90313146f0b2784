/* In the frame of a page the sheet keeps its real proportions and shrinks as a whole; by itself it reflows for reading. */
"use strict";
(() => {
  if (window.self === window.top) return;
  const root = document.documentElement;
  root.classList.add("paper-framed");
  const fit = () => {
    document.body.style.zoom = 1;
    const sheet = document.querySelector(".paper");
    if (sheet) document.body.style.zoom = root.clientWidth / (sheet.offsetWidth + 16);
  };
  fit();
  window.addEventListener("resize", fit);
})();
