// "Bật thông báo trên máy này": asks the browser, lets it subscribe, and sends what it answered with the form.
(() => {
  "use strict";
  const form = document.querySelector("form[data-push]");
  if (!form) return;
  const button = form.querySelector("button");
  const told = document.querySelector("[data-push-told]");
  const say = (words) => {
    told.textContent = words;
    told.hidden = !words;
  };
  if (!window.isSecureContext) return say("Trình duyệt chỉ cho bật thông báo khi địa chỉ bắt đầu bằng https.");
  if (!navigator.serviceWorker || !window.PushManager || !window.Notification)
    return say("Trình duyệt này không nhận thông báo. Trên iPhone, iPad: chọn Chia sẻ, “Thêm vào MH chính”, rồi mở từ biểu tượng đó.");
  button.hidden = false;

  const bytes = (key) => Uint8Array.from(atob(key.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
  const same = (one, other) => one && one.byteLength === other.byteLength && new Uint8Array(one).every((byte, at) => byte === other[at]);
  const subscribe = async () => {
    const { scope, worker, key } = form.dataset;
    const registration = await navigator.serviceWorker.register(worker, { scope, updateViaCache: "none" });
    while (!registration.active) await new Promise((again) => setTimeout(again, 50));
    const ours = bytes(key);
    const old = await registration.pushManager.getSubscription();
    if (old && same(old.options.applicationServerKey, ours)) return old;
    if (old) await old.unsubscribe(); // made for another key, which this server has no more
    return registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: ours });
  };
  button.addEventListener("click", async () => {
    say("");
    button.disabled = true;
    try {
      if ((await Notification.requestPermission()) !== "granted") {
        say("Trình duyệt đang chặn thông báo của trang này; hãy cho phép trong phần cài đặt trang, rồi bấm lại.");
        return;
      }
      const { endpoint, keys } = (await subscribe()).toJSON();
      Object.assign(form.elements.endpoint, { value: endpoint });
      Object.assign(form.elements.p256dh, { value: keys.p256dh });
      Object.assign(form.elements.auth, { value: keys.auth });
      form.requestSubmit();
    } catch {
      say("Trình duyệt chưa đăng ký được với dịch vụ thông báo của hãng; kiểm tra mạng rồi bấm lại.");
    } finally {
      button.disabled = false;
    }
  });
})();
