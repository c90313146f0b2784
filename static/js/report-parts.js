// Words and parts of the page of daily reports: days, hours, figures, rows, chips, buttons.
NtmReports.parts = (() => {
  "use strict";
  const two = (number) => String(number).padStart(2, "0");
  const isoDay = (moment) => moment.toLocaleDateString("en-CA", { timeZone: "Asia/Ho_Chi_Minh" });
  const today = () => isoDay(new Date());
  const dayWords = (day) => day.split("-").reverse().map(Number).join("/");
  const hour = (time) => {
    const moment = new Date(time);
    return `${two(moment.getHours())}:${two(moment.getMinutes())}`;
  };
  const moment = (time) => {
    const day = isoDay(new Date(time));
    return day === today() ? `lúc ${hour(time)}` : `lúc ${hour(time)} ngày ${dayWords(day)}`;
  };
  const figure = (text) => {
    const [whole, rest = ""] = String(text).split(".");
    const short = rest.replace(/0+$/, "");
    return whole.replace(/\B(?=(\d{3})+$)/g, ".") + (short && `,${short}`);
  };
  const plan = ({ volume, done, measure }) => {
    const unit = measure ? ` ${measure}` : "";
    return [volume && `Kế hoạch ${figure(volume)}${unit}`, done && `đã ghi nhận ${figure(done)}${unit}`].filter(Boolean).join("; ");
  };
  const size = (bytes) => {
    if (bytes < 1_048_576) return `${Math.ceil(bytes / 1024)} KB`;
    const [unit, word] = bytes < 1_073_741_824 ? [1_048_576, "MB"] : [1_073_741_824, "GB"];
    return `${(bytes / unit).toFixed(1).replace(".", ",")} ${word}`;
  };

  const part = (name, texts = {}) => {
    const made = document.getElementById(`p-${name}`).content.firstElementChild.cloneNode(true);
    for (const [key, text] of Object.entries(texts)) made.querySelector(`[data-f=${key}]`).textContent = text;
    return made;
  };
  const row = ({ title, when, note: small = "", error = "", chips, actions = [] }) => {
    const made = part("row", { title, when, note: small, error });
    made.querySelector("[data-chip]").replaceChildren(...chips);
    made.querySelector(".n-offline-do").append(...actions);
    return made;
  };
  const link = (label, href, about, style = "btn-secondary") => {
    const made = document.createElement("a");
    Object.assign(made, { className: `btn btn-sm ${style}`, textContent: label, href });
    made.setAttribute("aria-label", `${label}: ${about}`);
    return made;
  };
  const button = (label, act, about) => {
    const made = document.createElement("button");
    Object.assign(made, { type: "button", className: "btn btn-sm btn-secondary", textContent: label });
    made.setAttribute("aria-label", `${label}: ${about}`);
    made.addEventListener("click", act);
    return made;
  };

  return { today, dayWords, hour, moment, plan, size, part, row, link, button };
})();
