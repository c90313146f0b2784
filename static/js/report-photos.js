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
  // When the camera took the picture, as it wrote into it (EXIF 2.32: DateTimeOriginal with its offset, else Vietnam's); "" where it did not.
  const cameraTime = (buffer) => {
    const bytes = new Uint8Array(buffer);
    const view = new DataView(buffer);
    const words = (at, count) => String.fromCharCode(...bytes.subarray(at, at + count)).replace(/[\0 ]+$/, "");
    let head = bytes.indexOf(0x45);
    while (head >= 0 && !/^Exif\0\0(II\*\0|MM\0\*)$/.test(String.fromCharCode(...bytes.subarray(head, head + 10)))) head = bytes.indexOf(0x45, head + 1);
    if (head < 0) return "";
    const base = head + 6;
    const little = bytes[base] === 0x49;
    // Where the value of a tag stands, in the list of tags at `list`; 0 for none.
    const valueAt = (list, tag) => {
      for (let row = 0; row < view.getUint16(list, little); row += 1)
        if (view.getUint16(list + 2 + row * 12, little) === tag) return base + view.getUint32(list + 10 + row * 12, little);
      return 0;
    };
    try {
      const camera = valueAt(base + view.getUint32(base + 4, little), 0x8769);
      const taken = camera && valueAt(camera, 0x9003);
      const offset = camera && valueAt(camera, 0x9011);
      const said = taken ? words(taken, 20).replace(/^(\d{4}):(\d\d):(\d\d) /, "$1-$2-$3T") : "";
      const moment = new Date(`${said}${(offset && words(offset, 7)) || "+07:00"}`);
      return said && !Number.isNaN(moment.getTime()) ? moment.toISOString() : "";
    } catch {
      return ""; // cut off or broken
    }
  };
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
      const camera = cameraTime(bytes); // shrinking loses it
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
      const moment = camera ? Date.parse(camera) : file.lastModified;
      // The time of a file is that of its last copy: an old picture does not pass as one of today.
      if (keepsPlace) Object.assign(photo, { takenAt: new Date(moment).toISOString(), byCamera: Boolean(camera) });
      return { photo, bytes, fresh: Date.now() - moment < FRESH };
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
