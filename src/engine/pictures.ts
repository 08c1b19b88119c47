import { imageSide } from '../ml/config.ts';
import { imageBytes } from '../ml/data/mosaic.ts';
import type { Pictures } from '../workers/protocol.ts';

/** RGB bytes of one or more 32 x 32 pictures, given away: they are transferred when they cross. */
export function picturesOf(rgb: Uint8Array<ArrayBuffer>): Pictures {
  return { count: rgb.length / imageBytes, width: imageSide, height: imageSide, rgb };
}

/** One after another, each of one or more pictures. */
export function joined(pictures: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const rgb = new Uint8Array(pictures.reduce((bytes, picture) => bytes + picture.length, 0));
  let place = 0;
  for (const picture of pictures) {
    rgb.set(picture, place);
    place += picture.length;
  }
  return rgb;
}
