// Photos of a report: read, shrunk where they are large, named by the SHA-256 of exactly the bytes that will be sent.
NtmReports.photos = (() => {
  "use strict";
  const LARGE = 1_500_000;
  const SIDE = 1600;
  const FRESH = 10 * 60_000;

  const hex = (buffer) => [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const digestOf = async (bytes) => hex(await crypto.subtle.digest("SHA-256", bytes));
  // Pictures of an iPhone, which most browsers cannot show; the server can. Box "ftyp" with one of their brands.
  const isHeic = (bytes) => /^ftyp(heic|heix|hevc|heim|heis|mif1|msf1|avif)/.test(String.fromCharCode(...new Uint8Array(bytes.slice(4, 12))));
  const bitmapOf = (blob) => createImageBitmap(blob, { imageOrientation: "from-image" });
  const drawn = (bitmap, side) => {
    const share = Math.min(1, side / Math.max(bitmap.width, bitmap.height));
    const picture = document.createElement("canvas");
    picture.width = Math.max(1, Math.round(bitmap.width * share));
    picture.height = Math.max(1, Math.round(bitmap.height * share));
    picture.getContext("2d").drawImage(bitmap, 0, 0, picture.width, picture.height);
    return picture;
  };
  const shrunk = (bitmap) => new Promise((done) => drawn(bitmap, SIDE).toBlob(done, "image/jpeg", 0.85));

  // Where the phone is now, for a picture that was just taken. Nothing where the person or the phone says no.
  const place = () =>
    new Promise((done) => {
      if (!navigator.geolocation) return done({});
      navigator.geolocation.getCurrentPosition(
        ({ coords }) => done({ latitude: coords.latitude.toFixed(6), longitude: coords.longitude.toFixed(6) }),
        () => done({}),
        { enableHighAccuracy: true, timeout: 15_000, maximumAge: 120_000 },
      );
    });

  return {
    digestOf,
    /** {photo, bytes, fresh: taken just now} of a chosen file; an error with a sentence for what is no picture. */
    async taken(file, { keepsPlace }) {
      let bytes = await file.arrayBuffer();
      let { name, type } = file;
      const bitmap = await bitmapOf(file).catch(() => null);
      if (!bitmap && !isHeic(bytes)) throw new Error(`Tệp “${name}” không phải ảnh hoặc bị hỏng nên không lấy.`);
      if (bitmap && bytes.byteLength > LARGE) {
        const smaller = await shrunk(bitmap);
        if (smaller && smaller.size < bytes.byteLength) {
          bytes = await smaller.arrayBuffer();
          name = `${name.replace(/\.[^.]*$/, "")}.jpg`;
          type = "image/jpeg";
        }
      }
      bitmap?.close();
      const photo = { digest: await digestOf(bytes), name, type, size: bytes.byteLength };
      if (keepsPlace) photo.takenAt = new Date(file.lastModified).toISOString();
      return { photo, bytes, fresh: Date.now() - file.lastModified < FRESH };
    },
    place,
    /** A small canvas of the picture, or null where this browser cannot show it. */
    async thumbnail(bytes, type) {
      const bitmap = await bitmapOf(new Blob([bytes], { type })).catch(() => null);
      const picture = bitmap && drawn(bitmap, 360);
      bitmap?.close();
      return picture;
    },
  };
})();
