/**
 * A photo taken with a telephone is made smaller before it is sent: a rural line would take minutes.
 * What cannot be read here is sent as it is, and the server says why it refuses it.
 */

const MOST_SIDE = 1600;
const QUALITY = 0.85;

/** The photo as a JPEG of 1600 points at most. @param {File} file */
async function smaller(file) {
  const drawn = await createImageBitmap(file);
  const share = Math.min(1, MOST_SIDE / Math.max(drawn.width, drawn.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(drawn.width * share);
  canvas.height = Math.round(drawn.height * share);
  canvas.getContext("2d")?.drawImage(drawn, 0, 0, canvas.width, canvas.height);
  /** @type {Blob | null} */
  const made = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
  return made && made.size < file.size ? new File([made], "photo.jpg", { type: made.type }) : file;
}

const input = document.querySelector("input[type=file][name=photo]");
if (input instanceof HTMLInputElement) {
  input.addEventListener("change", async () => {
    const [file] = input.files ?? [];
    if (!file) {
      return;
    }
    try {
      const held = new DataTransfer();
      held.items.add(await smaller(file));
      input.files = held.files;
    } catch {
      // Not a picture that this browser reads: the server says so.
    }
  });
}
