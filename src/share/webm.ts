/**
 * Records a film from a canvas in real time, because browsers have no other way to encode video in
 * common.
 */
import { gridOf, type Reel, scaleOf, thinned } from './reel.ts';

const type = 'video/webm';

/** Safari records only other formats. */
export const canRecordWebm = (): boolean =>
  typeof MediaRecorder !== 'undefined' &&
  typeof HTMLCanvasElement.prototype.captureStream === 'function' &&
  MediaRecorder.isTypeSupported(type);

/** Takes as long as the film. If the signal aborts, ends early with what has been recorded. */
export async function recordWebm(reel: Reel, signal: AbortSignal): Promise<Blob> {
  const frames = thinned(reel);
  const canvas = document.createElement('canvas');
  const small = document.createElement('canvas');
  const draw = (frame: Reel[number]): void => {
    const { width, height, rgba } = gridOf(frame);
    const scale = scaleOf(width);
    if (canvas.width !== width * scale) {
      [small.width, small.height] = [width, height];
      [canvas.width, canvas.height] = [width * scale, height * scale];
    }
    small.getContext('2d')?.putImageData(new ImageData(rgba, width, height), 0, 0);
    const context = canvas.getContext('2d');
    if (!context) return;
    context.imageSmoothingEnabled = false;
    context.drawImage(small, 0, 0, canvas.width, canvas.height);
  };
  const [first] = frames;
  if (!first) throw new Error('a film without frames');
  draw(first);
  const recorder = new MediaRecorder(canvas.captureStream(30), { mimeType: type, videoBitsPerSecond: 4_000_000 });
  const parts: Blob[] = [];
  recorder.addEventListener('dataavailable', ({ data }) => parts.push(data));
  const stopped = new Promise<void>((resolve, reject) => {
    recorder.addEventListener('stop', () => resolve());
    recorder.addEventListener('error', () => reject(new Error('the browser could not record the film')));
  });
  recorder.start();
  for (const frame of frames) {
    if (signal.aborted) break;
    draw(frame);
    await new Promise((resolve) => setTimeout(resolve, frame.milliseconds));
  }
  recorder.stop();
  await stopped;
  return new Blob(parts, { type });
}
