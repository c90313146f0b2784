// What goes to the server: once per click, with a fresh token, and never losing what stands on the screen.
(() => {
  const token = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];
  const TEXT = {
    lost: "Mất kết nối. Nội dung trên màn hình vẫn còn; hãy thử lại.",
    signIn: "Phiên đăng nhập đã hết. Nội dung trên màn hình vẫn còn; đăng nhập lại ở thẻ mới rồi thử lại.",
    right: "Tài khoản này chưa được giao quyền làm việc đó.",
    gone: "Mục này không còn hoặc không thuộc địa bàn được giao.",
    busy: "Gửi quá nhanh; chờ một phút rồi thử lại.",
    failed: "Hệ thống gặp lỗi. Nội dung trên màn hình vẫn còn; hãy thử lại sau ít phút.",
  };

  const live = () => document.getElementById("n-live");
  const tell = (text, { signIn = false } = {}) => {
    const box = live();
    box.querySelector("p").textContent = text;
    const link = box.querySelector("a");
    link.hidden = !signIn;
    if (signIn) link.href = `${document.body.dataset.signIn}?next=${encodeURIComponent(location.pathname + location.search)}`;
    box.hidden = false;
  };
  document.addEventListener("click", (event) => {
    if (event.target.closest?.("#n-live [data-close]")) live().hidden = true;
  });

  // A second click while the first is under way does nothing. Buttons come back after a while: an answer may be a file.
  const BACK_AFTER = 8000;
  const hold = (form) => {
    form.dataset.sent = "";
    form.setAttribute("aria-busy", "true");
  };
  const release = (form) => {
    delete form.dataset.sent;
    form.removeAttribute("aria-busy");
  };
  // Who was signed out meanwhile, or has no network, would lose what was typed: the door is tried before a form goes.
  // The sign-in page sends away those who are in.
  const refusal = async () => {
    const answer = await fetch(document.body.dataset.signIn, { method: "HEAD", redirect: "manual", cache: "no-store", signal: AbortSignal.timeout(15000) });
    if (answer.type === "opaqueredirect") return null;
    return answer.ok ? [TEXT.signIn, { signIn: true }] : [TEXT.failed];
  };
  const tryTheDoor = async (form, button) => {
    hold(form);
    const refused = await refusal().catch(() => [TEXT.lost]);
    release(form);
    if (refused) return tell(...refused);
    form.dataset.tried = "";
    form.requestSubmit(button);
  };
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if ("sent" in form.dataset) {
      event.preventDefault();
      return;
    }
    const large = [...form.querySelectorAll("input[type=file]")].find((input) => input.validity.customError);
    if (large || !navigator.onLine) {
      event.preventDefault();
      tell(large ? large.validationMessage : TEXT.lost);
      return;
    }
    if ("signedIn" in document.body.dataset && !("tried" in form.dataset)) {
      event.preventDefault();
      tryTheDoor(form, event.submitter);
      return;
    }
    delete form.dataset.tried;
    // Signing in again in another tab renews the token; the form of this tab follows.
    const field = form.elements.csrfmiddlewaretoken;
    if (field && token()) field.value = token();
    hold(form);
    setTimeout(() => release(form), BACK_AFTER);
  });
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) release(form);
  });

  document.addEventListener("htmx:configRequest", (event) => {
    if (!token() || event.detail.verb === "get") return;
    event.detail.headers["X-CSRFToken"] = token();
    if ("csrfmiddlewaretoken" in event.detail.parameters) event.detail.parameters.csrfmiddlewaretoken = token();
  });
  document.addEventListener("htmx:beforeRequest", (event) => {
    const form = event.detail.elt;
    if (form.tagName !== "FORM" || form.method !== "post") return;
    if ("sent" in form.dataset) event.preventDefault();
    else hold(form);
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.elt.tagName === "FORM") release(event.detail.elt);
    if (event.detail.successful) live().hidden = true;
  });

  // What was changed is not saved before the server says so: the word on the figure before must not stand under this one.
  document.addEventListener("change", (event) => {
    const unsaved = event.target.form?.querySelector("[data-unsaved]");
    if (!unsaved) return;
    unsaved.hidden = false;
    event.target.form.querySelector("[data-said]").hidden = true;
  });

  // The sign-in page must never land inside a part of another page.
  const isSignIn = (xhr) =>
    xhr.status === 401 || (document.body.dataset.signIn && new URL(xhr.responseURL || location.href).pathname === document.body.dataset.signIn);
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr } = event.detail;
    if (!isSignIn(xhr) || location.pathname === document.body.dataset.signIn) return;
    event.detail.shouldSwap = false;
    event.detail.isError = false;
    setTimeout(() => tell(TEXT.signIn, { signIn: true }));
  });
  document.addEventListener("htmx:responseError", (event) => {
    const { xhr } = event.detail;
    if (xhr.status === 409) {
      // A rule said no: its sentence is the answer.
      const answer = new DOMParser().parseFromString(xhr.responseText, "text/html");
      tell(answer.querySelector("[data-rule]")?.textContent.trim() || TEXT.failed);
      return;
    }
    tell({ 403: TEXT.right, 404: TEXT.gone, 429: TEXT.busy }[xhr.status] || TEXT.failed);
  });
  for (const name of ["htmx:sendError", "htmx:timeout"]) document.addEventListener(name, () => tell(TEXT.lost));

  // The file comes by itself when the work that was asked for here is done; under data-stay only its link does.
  document.addEventListener("htmx:afterSwap", (event) => {
    const arrived = event.detail.elt.closest?.("[data-arrived]");
    if (arrived && !arrived.closest("[data-stay]")) location.assign(arrived.dataset.arrived);
  });
})();
