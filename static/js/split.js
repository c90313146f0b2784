// A transfer split over many: what is shared out and what is left, said while one types; one press fills in what is left by the rate.
(() => {
  const form = document.querySelector("[data-split]");
  const said = form?.querySelector("[data-split-said]");
  if (!said) return;
  const whole = Number(form.dataset.split);
  const boxes = [...form.querySelectorAll("input[data-money]")];
  const { digits, grouped } = window.NtmMoney;
  const figure = (box) => Number(digits(box.value));
  const tell = () => {
    const total = boxes.reduce((sum, box) => sum + figure(box), 0);
    const left = whole - total;
    const unread = boxes.filter((box) => box.value.trim() && !digits(box.value)).length;
    const rest = left < 0 ? `quá ${grouped(-left)} đồng` : `còn ${grouped(left)} đồng`;
    said.value = `Đã chia ${grouped(total)} đồng, ${rest}${unread ? ` (chưa kể ${unread} ô không viết như 1.500.000)` : ""}`;
  };
  form.addEventListener("input", tell);
  form.querySelector("[data-fill]").addEventListener("click", () => {
    let left = whole - boxes.reduce((sum, box) => sum + figure(box), 0);
    for (const box of boxes) {
      const due = Number(box.closest("tr").querySelector("[data-left]").dataset.left);
      if (box.value.trim() || due <= 0 || left <= 0) continue;
      box.value = grouped(Math.min(due, left));
      left -= Math.min(due, left);
    }
    tell();
  });
  tell();
})();
