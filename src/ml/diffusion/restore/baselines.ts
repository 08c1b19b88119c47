/** The filters to compare a network with, by name. */
import { bilateralBaseline } from './bilateral.ts';
import type { Damage } from './damages.ts';
import { diffusionBaseline } from './diffusion.ts';
import { gaussianBaseline } from './gaussian.ts';
import { lanczosBaseline } from './lanczos.ts';
import type { BaselineName } from './methods.ts';
import { teleaBaseline } from './telea.ts';

/**
 * `rgb`: one picture as known after the damage (`Damaged.measured`), row-major. `lost`: for a
 * damage that loses pixels. Throws if the filter does not fit this damage (`baselinesFor`).
 */
export function baselineOf(
  name: BaselineName,
  damage: Damage,
  rgb: Uint8Array,
  { width, height }: { readonly width: number; readonly height: number },
  lost: Uint8Array | null,
): Uint8Array<ArrayBuffer> {
  switch (name) {
    case 'bilateral':
    case 'gaussian': {
      if (damage.kind !== 'noise') break;
      return (name === 'gaussian' ? gaussianBaseline : bilateralBaseline)(rgb, width, height, damage.noise);
    }
    case 'diffusion':
      if (!lost) break;
      return diffusionBaseline(rgb, width, height, lost);
    case 'telea':
      if (!lost) break;
      return teleaBaseline(rgb, width, height, lost);
    case 'lanczos':
      if (damage.kind !== 'pixelation' && damage.kind !== 'downscaling') break;
      return lanczosBaseline(rgb, width, height, damage.kind === 'pixelation' ? damage.block : damage.factor);
    default:
      name satisfies never;
  }
  throw new Error(`the filter ${name} is not made for this damage`);
}
