/**
 * Converts between a picture and the matrix of its patches; a convolution is the product of that
 * matrix and the filter.
 */
import type { backend_util } from '@tensorflow/tfjs-core';

export type Info = ReturnType<typeof backend_util.computeConv2DInfo>;

/**
 * Pairs of corresponding indices in a picture [height, width, channels] and in its patches [out
 * height, out width, filter height, filter width, channels].
 */
function eachTap(info: Info, pair: (place: number, patch: number) => void): void {
  const { inHeight, inWidth, inChannels, filterHeight, filterWidth, strideHeight, strideWidth, padInfo } = info;
  let patch = 0;
  for (let y = 0; y < info.outHeight; y++) {
    for (let x = 0; x < info.outWidth; x++) {
      for (let i = 0; i < filterHeight; i++) {
        const row = y * strideHeight + i - padInfo.top;
        for (let j = 0; j < filterWidth; j++, patch += inChannels) {
          const column = x * strideWidth + j - padInfo.left;
          const isInside = row >= 0 && row < inHeight && column >= 0 && column < inWidth;
          if (isInside) pair((row * inWidth + column) * inChannels, patch);
        }
      }
    }
  }
}

/** Leaves numbers outside the picture unchanged in `patches`, which begins with zeros there. */
export function patchesOf(picture: Float32Array, info: Info, patches: Float64Array): void {
  const { inChannels } = info;
  eachTap(info, (place, patch) => {
    for (let c = 0; c < inChannels; c++) patches[patch + c] = picture[place + c] as number;
  });
}

/** Adds each patch to the picture at its place. */
export function addPatches(patches: Float64Array, info: Info, picture: Float64Array): void {
  const { inChannels } = info;
  eachTap(info, (place, patch) => {
    for (let c = 0; c < inChannels; c++)
      picture[place + c] = (picture[place + c] as number) + (patches[patch + c] as number);
  });
}
