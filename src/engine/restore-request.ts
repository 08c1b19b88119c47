/** Checks the request of `restore` when it arrives. Loaded with the first such call. */
import * as z from 'zod/mini';
import type { PictureShape } from '../ml/data/description.ts';
import { mostRepairSide } from '../ml/diffusion/parts.ts';
import { damageFacts } from '../ml/diffusion/restore/damage-kinds.ts';
import type { Damage } from '../ml/diffusion/restore/damages.ts';
import {
  type MethodRefusal,
  methodRefusal,
  type RepairNumber,
  type RepairSettings,
  repairMethods,
  repairRanges,
} from '../ml/diffusion/restore/methods.ts';
import { parseParameter } from '../ml/experiment.ts';
import type { Reason } from '../ml/reasons.ts';
import type { NetworkReport, Pictures, RestoreRequest } from '../workers/protocol.ts';
import { parseModelId, parsePictures, refuse } from './requests.ts';

/**
 * Throws `value-invalid` with the name of the field. `checkedRestore` checks what depends on the
 * network.
 */
export function parseRestore(request: RestoreRequest): RestoreRequest {
  const { model, original, damage, seed, repair, classIndex, guidance } = request;
  const pictures = parsePictures(original, 'original', mostRepairSide);
  return {
    ...(model !== undefined && { model: parseModelId(model) }),
    original: pictures,
    damage: parseDamage(damage, pictures.width * pictures.height),
    seed: parseParameter('restoreSeed', seed),
    repair: parseRepair(repair),
    classIndex,
    guidance: parseParameter('guidance', guidance),
  };
}

function parseDamage(damage: Damage, pixels: number): Damage {
  switch (damage?.kind) {
    case 'noise':
      return { kind: 'noise', noise: parseParameter('restoreNoise', damage.noise) };
    case 'mask': {
      const mask = z.instanceof(Uint8Array<ArrayBuffer>).safeParse(damage.lost);
      if (!mask.success || mask.data.length !== pixels) {
        return refuse('mask', damage.lost?.length, { code: 'bytes-of-pixels', pixels });
      }
      return { kind: 'mask', lost: mask.data, noise: parseParameter('restoreNoise', damage.noise) };
    }
    case 'scratches':
      return { kind: 'scratches', count: whole('count', damage.count, damageFacts.scratches.amount) };
    case 'pixelation':
      return { kind: 'pixelation', block: whole('block', damage.block, damageFacts.pixelation.amount) };
    case 'downscaling':
      return { kind: 'downscaling', factor: whole('factor', damage.factor, damageFacts.downscaling.amount) };
    case 'grey':
      return { kind: 'grey' };
    default:
      return refuse('damage', (damage satisfies never as { kind?: unknown } | undefined)?.kind, {
        code: 'known-damage',
      });
  }
}

function whole(name: string, value: number, { min, max }: { readonly min: number; readonly max: number }): number {
  const fits = Number.isInteger(value) && value >= min && value <= max;
  return fits ? value : refuse(name, value, { code: 'whole-number', least: min, most: max });
}

function parseRepair(repair: RepairSettings): RepairSettings {
  const { method, ...numbers } = repair ?? {};
  const known = repairMethods.find((name) => name === method);
  if (!known) return refuse('method', method, { code: 'one-of', names: repairMethods.join(', ') });
  const number = (name: RepairNumber): number => {
    const { min, max, integer } = repairRanges[name];
    if (integer) return whole(name, numbers[name], { min, max });
    const value = numbers[name];
    return value >= min && value <= max ? value : refuse(name, value, { code: 'number', least: min, most: max });
  };
  return {
    method: known,
    steps: number('steps'),
    strength: number('strength'),
    jump: number('jump'),
    resamples: number('resamples'),
  };
}

const because: Readonly<Record<MethodRefusal, Reason>> = {
  'needs-levels': { code: 'one-pass-only' },
  'needs-lost-pixels': { code: 'repaint-unfit' },
  'needs-noise': { code: 'one-pass-unfit' },
  'needs-colours': { code: 'colours-only' },
};

/**
 * Throws `value-invalid` for a picture of the wrong size, a method that does not fit the damage or
 * the network, or a class that the network does not know.
 */
export function checkedRestore(network: NetworkReport, { original, damage, repair, classIndex }: RestoreRequest): void {
  const { kind, shape, classes } = network;
  refuseSize(shape, original);
  refuseUnfitting({ kind, channels: shape.channels }, damage, repair);
  const asked = typeof classIndex === 'number' ? [classIndex] : (classIndex ?? []);
  if (asked.length > 0 && classes === null) refuse('class', asked[0], { code: 'any-class-only' });
  if (typeof classIndex === 'object' && classIndex !== null && asked.length !== original.count) {
    refuse('class', asked.length, { code: 'one-class-each' });
  }
  const unknown = asked.find((index) => !(Number.isInteger(index) && index >= 0 && index < (classes ?? 0)));
  if (unknown !== undefined) refuse('class', unknown, { code: 'any-or-class', most: (classes ?? 0) - 1 });
}

/**
 * Throws `value-invalid` for pictures smaller than the network's, and for more than one larger
 * picture.
 */
function refuseSize({ side }: PictureShape, { count, width, height }: Omit<Pictures, 'rgb'>): void {
  const size = `${width} x ${height}`;
  if (width < side || height < side) refuse('original', size, { code: 'side-or-larger', side });
  if (count > 1 && (width > side || height > side))
    refuse('original', `${count} of ${size}`, { code: 'one-picture-where-larger' });
}

/** Throws `value-invalid` if the method does not fit. */
export function refuseUnfitting(
  network: Parameters<typeof methodRefusal>[2],
  damage: Damage,
  { method }: RepairSettings,
): void {
  const refusal = methodRefusal(method, damage, network);
  if (refusal === 'needs-colours') refuse('damage', damage.kind, because[refusal]);
  if (refusal) refuse('method', method, because[refusal]);
}
