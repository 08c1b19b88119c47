import { PlaygroundError } from '../../ml/errors.ts';
import type { GifFilm } from '../../share/gif/encode.ts';

/**
 * Encodes in a separate worker, which is then ended. The frames are copied, because the page still
 * shows them.
 */
export async function gifOf(film: GifFilm): Promise<Uint8Array<ArrayBuffer>> {
  const worker = new Worker(new URL('./gif.worker.ts', import.meta.url), { type: 'module' });
  try {
    return await new Promise((resolve, reject) => {
      worker.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
        if (data instanceof Uint8Array && data.buffer instanceof ArrayBuffer) resolve(data as Uint8Array<ArrayBuffer>);
        else reject(new PlaygroundError('bug', { message: 'no GIF' }));
      });
      worker.addEventListener('error', () => reject(new PlaygroundError('part-missing', { part: 'gif.worker' })));
      worker.postMessage(film);
    });
  } finally {
    worker.terminate();
  }
}
