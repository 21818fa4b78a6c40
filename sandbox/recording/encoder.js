/** Runs in a page of the browser that records: Chromium has an encoder, so that nobody has to install one. */
const canvas = document.createElement('canvas');
const pen = canvas.getContext('2d');
const parts = [];
const FRAME_MS = 50;
const LAST_FRAMES = 8;
let recorder;
let track;
let picture;

window.encoder = {
  start(width, height) {
    Object.assign(canvas, { width, height });
    // 0: a frame is taken when it is asked for, and shown until the next.
    const stream = canvas.captureStream(0);
    [track] = stream.getVideoTracks();
    recorder = new MediaRecorder(stream, { mimeType: 'video/webm;codecs=vp8', videoBitsPerSecond: 2_500_000 });
    recorder.addEventListener('dataavailable', ({ data }) => parts.push(data));
    recorder.start();
  },
  async draw(jpeg) {
    const bytes = Uint8Array.from(atob(jpeg), (letter) => letter.charCodeAt(0));
    picture = await createImageBitmap(new Blob([bytes], { type: 'image/jpeg' }));
    show();
  },
  async stop() {
    // What the recorder was given last is what it drops when it is stopped: it is given the same again.
    for (let times = 0; times < LAST_FRAMES; times += 1) {
      show();
      await new Promise((resolve) => setTimeout(resolve, FRAME_MS));
    }
    await new Promise((resolve) => {
      recorder.addEventListener('stop', resolve);
      recorder.stop();
    });
    const bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
    return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
  },
};

function show() {
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
  track.requestFrame();
}
