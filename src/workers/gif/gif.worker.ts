/** Encodes one film a message: the main thread would be blocked for seconds. */
import { encodeGif, type GifFilm } from '../../share/gif/encode.ts';

self.addEventListener('message', ({ data }: MessageEvent<GifFilm>) => {
  const bytes = encodeGif(data);
  self.postMessage(bytes, { transfer: [bytes.buffer] });
});
