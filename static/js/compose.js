// Composing: what is typed goes to the server every few moments, or stays on this machine until it can; who else is here; the
// paper beside the form.
(() => {
  const PAUSE = 2000;
  const BEAT = 20000;
  document.addEventListener("DOMContentLoaded", () => {
    // On a phone the list of parts is folded, so the form comes first.
    if (window.matchMedia("(max-width: 1199.98px)").matches) document.querySelector("[data-parts]").open = false;
    const form = document.querySelector("form[data-compose]");
    if (!form) return;
    const said = document.querySelector("[data-kept]");
    const others = document.querySelector("[data-others]");
    const frame = document.querySelector("[data-preview]");
    const store = `ntm-nhap:${form.dataset.user}:${location.pathname}`;
    const restored = new URLSearchParams(location.search).has("khoi-phuc");
    let dirty = false;
    let timer = 0;
    let sending = null;
    let leaving = false;

    const token = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] || "";
    const content = () => {
      const data = new URLSearchParams(new FormData(form));
      data.delete("csrfmiddlewaretoken");
      return data.toString();
    };
    const local = {
      get: () => {
        try {
          return localStorage.getItem(store);
        } catch {
          return null; // storage may be forbidden
        }
      },
      put: (text) => {
        try {
          text === null ? localStorage.removeItem(store) : localStorage.setItem(store, text);
          return true;
        } catch {
          return false;
        }
      },
    };
    const tell = (text, signIn = false) => {
      said.textContent = text;
      if (!signIn) return;
      const link = document.createElement("a");
      link.href = `${document.body.dataset.signIn}?next=${encodeURIComponent(location.pathname)}`;
      link.target = "_blank";
      link.rel = "noopener";
      link.textContent = "Đăng nhập lại";
      said.append(" ", link);
    };

    // --- The paper beside the form ---
    const toPassage = () => {
      const page = frame.contentDocument;
      const begins = page?.querySelector("main")?.dataset.passage;
      if (!begins) return;
      const found = [...page.querySelectorAll("main p, main h1, main h2, main h3, main td")].find((part) => part.textContent.replace(/\s+/g, " ").trim().includes(begins));
      if (found) frame.contentWindow.scrollTo(0, found.getBoundingClientRect().top + frame.contentWindow.scrollY - 40);
    };
    const isShown = () => frame?.offsetParent;
    const refresh = async () => {
      if (!isShown()) return;
      const answer = await fetch(`${frame.dataset.preview}?nhap=1`, { redirect: "manual" }).catch(() => null);
      if (!answer?.ok) return;
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("main");
      const old = frame.contentDocument?.querySelector("main");
      if (fresh && old) old.replaceWith(frame.contentDocument.adoptNode(fresh));
    };
    if (isShown()) {
      frame.addEventListener("load", toPassage);
      frame.src = frame.dataset.preview + (restored ? "?nhap=1" : "");
    }

    // --- Keeping what is typed ---
    const showOthers = (names) => {
      others.hidden = !names.length;
      others.querySelector("span").textContent = names.join(", ");
    };
    const post = async (body, alive = false) => {
      const answer = await fetch(form.dataset.keep, {
        method: "POST", body, redirect: "manual", keepalive: alive,
        headers: { "X-CSRFToken": token(), "Content-Type": "application/x-www-form-urlencoded" },
      });
      if (answer.type === "opaqueredirect" || answer.status === 403) return { signedOut: true };
      if (answer.status === 409) return answer.json();
      if (!answer.ok) throw new Error(String(answer.status));
      return answer.json();
    };
    const hear = (answer) => {
      if (answer.others) showOthers(answer.others);
      if (answer.saves > Number(form.dataset.saves)) {
        const note = others.parentElement.querySelector("[data-saved-elsewhere]") || others.cloneNode();
        note.dataset.savedElsewhere = "";
        delete note.dataset.others;
        note.hidden = false;
        note.textContent = "Mục này vừa được lưu ở nơi khác; khi bấm “Lưu”, trang cho xem cả hai bản, không bản nào mất.";
        others.after(note);
      }
    };
    const keep = async (alive = false) => {
      clearTimeout(timer);
      if (form.dataset.offered !== undefined) {
        tell("Phía trên có nội dung chưa lưu: khôi phục hoặc bỏ trước; chữ vừa gõ chưa được tự giữ.");
        return;
      }
      if (sending) return void (timer = setTimeout(keep, PAUSE));
      const body = content();
      dirty = false;
      sending = post(body, alive && body.length < 60000);
      try {
        const answer = await sending;
        if (answer.refused) return tell(answer.refused);
        if (answer.signedOut) {
          dirty = true;
          return tell(local.put(body) ? "Phiên đăng nhập đã hết; nội dung giữ trên máy này." : "Phiên đăng nhập đã hết.", true);
        }
        local.put(null);
        if (answer.at) tell(`Đã tự giữ lúc ${answer.at}`);
        hear(answer);
        await refresh();
      } catch {
        dirty = true;
        tell(local.put(body) ? "Mất kết nối; nội dung giữ trên máy này." : "Mất kết nối; nội dung chỉ còn trên màn hình này.");
      } finally {
        sending = null;
      }
    };
    form.addEventListener("input", () => {
      dirty = true;
      clearTimeout(timer);
      timer = setTimeout(keep, PAUSE);
    });
    form.addEventListener("change", () => form.dispatchEvent(new Event("input")));
    // Saving makes keeping needless; where it is refused (signed out, no network) the page stays, and keeping goes on.
    form.addEventListener("submit", () => {
      clearTimeout(timer);
      if (dirty) timer = setTimeout(keep, 2 * PAUSE);
    });
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden" && dirty && !leaving) keep(true);
    });
    window.addEventListener("pagehide", () => (leaving = true));
    window.addEventListener("pageshow", () => (leaving = false));
    window.addEventListener("online", () => dirty && keep());
    const beat = () => {
      if (document.visibilityState === "hidden" || !navigator.onLine) return;
      if (dirty) keep();
      else post("").then(hear, () => {});
    };
    setInterval(beat, BEAT);

    // What could not be sent before the page was left goes now; the page then offers it.
    const left = local.get();
    if (left && form.dataset.offered === undefined && !restored) {
      post(left).then((answer) => {
        if (answer.signedOut || answer.refused) return;
        local.put(null);
        location.reload();
      }, () => tell("Mất kết nối; nội dung gõ lần trước giữ trên máy này."));
    } else beat();

    document.addEventListener(
      "keydown",
      (event) => {
        if (!(event.ctrlKey || event.metaKey) || event.key !== "Enter" || !form.contains(event.target)) return;
        event.preventDefault();
        form.requestSubmit(form.querySelector("[data-next]") || undefined);
      },
      true,
    );
  });
})();
