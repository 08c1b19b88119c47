import { withChannels } from '../ml/data/conversion.ts';
import { type PictureShape, type PictureSize, pictureSize, sizeOf } from '../ml/data/description.ts';
import { PlaygroundError } from '../ml/errors.ts';
import type { Reason } from '../ml/reasons.ts';
import type { Pictures } from '../workers/protocol.ts';

/**
 * Pictures of a run as the page shows them, in RGB: grey in three equal channels, alpha on white.
 * Takes bytes [n, height, width, channels] of one or more pictures; ownership passes on, because
 * they are transferred when they cross.
 */
export function picturesOf(bytes: Uint8Array<ArrayBuffer>, shape: PictureShape | PictureSize): Pictures {
  const { width, height, channels } = sizeOf(shape);
  return { count: bytes.length / pictureSize(shape), width, height, rgb: withChannels(bytes, channels, 3) };
}

/**
 * The inverse, opaque. Throws `value-invalid`, with the name `field`, if the pictures have another
 * size.
 */
export function bytesOfPictures({ width, height, rgb }: Pictures, shape: PictureShape, field: string) {
  const { side, channels } = shape;
  if (width !== side || height !== side) {
    const allowed: Reason = { code: 'of-side', side };
    throw new PlaygroundError('value-invalid', { name: field, value: `${width} x ${height}`, allowed });
  }
  return withChannels(rgb, 3, channels);
}

/** Joins arrays that each hold one or more pictures. */
export function joined(pictures: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(pictures.reduce((length, picture) => length + picture.length, 0));
  let place = 0;
  for (const picture of pictures) {
    bytes.set(picture, place);
    place += picture.length;
  }
  return bytes;
}
