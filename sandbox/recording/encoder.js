/** Runs in a page of the browser that records: Chromium has an encoder, so that nobody has to install one. */
const canvas = document.createElement('canvas');
const pen = canvas.getContext('2d');
const parts = [];
let recorder;
let track;

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
    const picture = await createImageBitmap(new Blob([bytes], { type: 'image/jpeg' }));
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
    track.requestFrame();
  },
  async stop() {
    await new Promise((resolve) => {
      recorder.addEventListener('stop', resolve);
      recorder.stop();
    });
    const bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
    return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
  },
};
