/** Runs in a page of the browser that records: Chromium has an encoder, so that nobody has to install one. */
const canvas = document.createElement('canvas');
const pen = canvas.getContext('2d');
const parts = [];
const FRAME_MS = 50;
/** Chromium holds ten frames that wait for its encoder, and the writer one: by the twelfth it is at the last picture. */
const LAST_FRAMES = 12;
const PATIENCE_MS = 60_000;
let stream;
let recorder;
let track;
let picture;

window.encoder = {
  start(width, height) {
    Object.assign(canvas, { width, height });
    // 0: a frame is taken when it is asked for, and shown until the next.
    stream = canvas.captureStream(0);
    [track] = stream.getVideoTracks();
    recorder = createRecorder();
    recorder.addEventListener('dataavailable', ({ data }) => parts.push(data));
    recorder.start();
  },
  async draw(jpeg) {
    const bytes = Uint8Array.from(atob(jpeg), (letter) => letter.charCodeAt(0));
    picture = await createImageBitmap(new Blob([bytes], { type: 'image/jpeg' }));
    show();
  },
  async stop() {
    // What the recorder was given last is what it drops when it is stopped: it is given the same again until it must have
    // come to it. A second one, with the same work to do, tells; to ask the first would leave its file without an end.
    const meter = createRecorder();
    meter.start();
    const until = Date.now() + PATIENCE_MS;
    for (let written = 0; written < LAST_FRAMES;) {
      if (Date.now() > until) throw new Error('The browser encodes no more frames: the recording has no end.');
      show();
      await new Promise((resolve) => setTimeout(resolve, FRAME_MS));
      if ((await newData(meter)).size > 0) written += 1;
    }
    meter.stop();
    await new Promise((resolve) => {
      recorder.addEventListener('stop', resolve);
      recorder.stop();
    });
    const bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
    return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
  },
};

function createRecorder() {
  return new MediaRecorder(stream, { mimeType: 'video/webm;codecs=vp8', videoBitsPerSecond: 2_500_000 });
}

/** What it wrote since it was asked last; empty: nothing. */
function newData(of) {
  return new Promise((resolve) => {
    of.addEventListener('dataavailable', ({ data }) => resolve(data), { once: true });
    of.requestData();
  });
}

function show() {
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
  track.requestFrame();
}
