/** How near pictures came to their originals, and the results of filters on the same pictures. */
import { baselineOf } from '../ml/diffusion/restore/baselines.ts';
import type { Damaged } from '../ml/diffusion/restore/damages.ts';
import { baselinesFor } from '../ml/diffusion/restore/methods.ts';
import { psnr, ssim } from '../ml/diffusion/restore/quality.ts';
import type { BaselineResult, Pictures, Quality, RestoreRequest } from '../workers/protocol.ts';
import { nextTask } from './lock.ts';

/** Picture `index` of several. */
function one(pictures: Pictures, index: number): Uint8Array<ArrayBuffer> {
  const each = pictures.width * pictures.height * 3;
  return pictures.rgb.subarray(index * each, (index + 1) * each);
}

/** In pieces, so that a training step does not wait for all of them. */
export async function qualityOf(originals: Pictures, others: Pictures): Promise<Quality[]> {
  const { count, width, height } = originals;
  const qualities: Quality[] = [];
  for (let i = 0; i < count; i++) {
    const [clean, other] = [one(originals, i), one(others, i)];
    qualities.push({ psnr: psnr(clean, other), ssim: ssim(clean, other, width, height) });
    await nextTask();
  }
  return qualities;
}

export async function baselinesOf(
  { damage }: RestoreRequest,
  originals: Pictures,
  { lost }: Damaged,
  measured: Pictures,
): Promise<BaselineResult[]> {
  const results: BaselineResult[] = [];
  const { count, width, height } = originals;
  for (const name of baselinesFor[damage.kind]) {
    const pictures = { ...measured, rgb: new Uint8Array(measured.rgb.length) };
    for (let i = 0; i < count; i++) {
      const hole = lost?.subarray(i * width * height, (i + 1) * width * height);
      const filtered = baselineOf(name, damage, one(measured, i), { width, height }, hole ?? null);
      pictures.rgb.set(filtered, i * width * height * 3);
      await nextTask();
    }
    results.push({ name, pictures, quality: await qualityOf(originals, pictures) });
  }
  return results;
}
