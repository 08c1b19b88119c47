/**
 * `npm run restore`: damages a picture, restores it with a trained network, and reports how near
 * the result is to the original.
 */
import { existsSync } from 'node:fs';
import type { Checkpoint } from '../src/ml/checkpoint/checkpoint.ts';
import { trainedOn } from '../src/ml/checkpoint/trained-on.ts';
import { timeLeft } from '../src/ml/diffusion/time-left.ts';
import type { Pictures, Quality, RepairProgress } from '../src/workers/protocol.ts';
import { ArgumentError, classesOf } from './arguments.ts';
import { printLine, runCommand, say } from './command.ts';
import { openCheckpoint, readNetworkFolder, stepsOf } from './node-engine.ts';
import { writeGrid } from './picture-file.ts';
import { readRestoreArguments, usage } from './restore/arguments.ts';

/** Minimum time between two lines of progress, in ms. */
const everyMs = 2000;

/** Progress of the repair of a large picture, on stderr; for one call. */
function progressLine(): (progress: Omit<RepairProgress, 'call'>) => void {
  const left = timeLeft();
  let last = performance.now();
  return (progress) => {
    const milliseconds = left(progress);
    if (performance.now() - last < everyMs) return;
    last = performance.now();
    const { pass, passes, part, parts } = progress;
    const rest = milliseconds === null ? '' : `, ${Math.ceil(milliseconds / 1000)} s left`;
    say(`pass ${pass} of ${passes}, part ${part} of ${parts}${rest}`);
  };
}

async function main(): Promise<number> {
  const given = readRestoreArguments(process.argv.slice(2));
  if (given === null) {
    printLine(usage);
    return 0;
  }
  const { image, mask, out, compare, seed, guidance } = given;
  for (const file of mask === null ? [image] : [image, mask]) requireFile(file);
  const checkpoint = await readNetworkFolder(given.model);
  const { shapeOf, sized } = await import('../src/ml/network-description.ts');
  const shape = shapeOf(sized(checkpoint.network, trainedOn(checkpoint)));
  const kind = checkpoint.network.kind === 'article' ? 'one-pass' : 'diffusion';
  const repair = given.repair(kind);
  const original = await given.original(shape.side);
  const damage = await given.damage(original);
  const { refuseUnfitting } = await import('../src/engine/restore-request.ts');
  refuseUnfitting({ kind, channels: shape.channels }, damage, repair);
  const classIndex = await classOf(checkpoint, given.className);

  const network = await openCheckpoint(checkpoint, given.backend);
  const { restorePictures } = await import('../src/engine/restore-pictures.ts');
  const request = { original, damage, seed, repair, classIndex, guidance };
  const result = await restorePictures(network, request, {
    step: stepsOf(checkpoint),
    onStep: ({ index, total, timestep }) => say(`${index + 1}/${total}  timestep ${Math.round(timestep)}`),
    onProgress: progressLine(),
  });

  const { damaged, restored, quality, baselines, passes } = result;
  await writeGrid(out, restored, 1);
  if (compare !== null) await writeGrid(compare, sideBySide([result.original, damaged, restored]), 3);
  const [before, after] = [onlyOne(quality.damaged), onlyOne(quality.restored)];
  if (given.json) {
    printLine(
      JSON.stringify({
        psnr_damaged: before.psnr,
        psnr_restored: after.psnr,
        ssim_damaged: before.ssim,
        ssim_restored: after.ssim,
      }),
    );
  }
  say(`damaged    ${inWords(before)}`);
  for (const baseline of baselines) say(`${baseline.name.padEnd(10)} ${inWords(onlyOne(baseline.quality))}`);
  say(`${repair.method.padEnd(10)} ${inWords(after)}, ${passes} ${passes === 1 ? 'pass' : 'passes'}\n${out}`);
  return 0;
}

function requireFile(file: string): void {
  if (!existsSync(file)) throw new ArgumentError(`There is no file ${file}.`);
}

/** The number of one of the network's classes. */
async function classOf(checkpoint: Checkpoint, className: string | null): Promise<number | null> {
  if (className === null) return null;
  const set = trainedOn(checkpoint);
  const { network } = checkpoint;
  const { classConditioning } = await import('../src/ml/models/unet2d/class-conditioning.ts');
  const known = network.kind === 'unet2d' ? classConditioning(network.config, set.classNames.length) : null;
  if (!known) throw new ArgumentError('--class: this network knows no classes.');
  const named = known.named ? set.classNames.indexOf(className.toLowerCase()) : -1;
  const index = named >= 0 ? named : Number(className);
  if (Number.isInteger(index) && index >= 0 && index < (known.classes ?? known.count)) return index;
  const there = known.named ? classesOf({ id: 'this set', classNames: set.classNames }) : `0 to ${known.count - 1}`;
  throw new ArgumentError(`--class: "${className}" is no class; ${there}.`);
}

const onlyOne = ([quality]: readonly Quality[]): Quality => quality ?? { psnr: Number.NaN, ssim: Number.NaN };

/** For pictures of one size. */
function sideBySide(pictures: readonly [Pictures, ...Pictures[]]): Pictures {
  const [{ width, height }] = pictures;
  return { count: pictures.length, width, height, rgb: new Uint8Array(Buffer.concat(pictures.map(({ rgb }) => rgb))) };
}

const inWords = ({ psnr, ssim }: Quality): string => `PSNR ${psnr.toFixed(2)} dB, SSIM ${ssim.toFixed(4)}`;

await runCommand(main);
