// A value that another part of the system holds is put into its field by one press; nothing is saved by that.
(() => {
  "use strict";
  for (const button of document.querySelectorAll("[data-take]")) button.hidden = false;
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-take]");
    const field = button && document.getElementById(button.dataset.into);
    if (!field) return;
    field.value = button.dataset.take;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
    field.focus();
    document.getElementById("n-said").textContent = `Đã điền ${button.dataset.take}; kiểm tra rồi bấm Lưu.`;
  });
})();
