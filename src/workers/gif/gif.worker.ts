/** Encodes one film per message, which would block the main thread for seconds. */
import { encodeGif, type GifFilm } from '../../share/gif/encode.ts';

self.addEventListener('message', ({ data }: MessageEvent<GifFilm>) => {
  const bytes = encodeGif(data);
  self.postMessage(bytes, { transfer: [bytes.buffer] });
});
