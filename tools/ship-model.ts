/**
 * Makes `public/models/NAME` from a folder that training wrote: the weights to sample with, in half
 * precision, their card and README, and a sheet of samples that nobody selected. `npx tsx
 * tools/ship-model.ts --help`.
 */
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { ArgumentError, numberFlag, readFlags, requiredFlag, wholeNumberFlag } from '../cli/arguments.ts';
import { printLine, runCommand, say } from '../cli/command.ts';
import { modelRoot, shippedModelNames } from '../cli/model-folder.ts';
import { openCheckpoint, readNetworkFolder } from '../cli/node-engine.ts';
import { writeGrid } from '../cli/picture-file.ts';
import { faultsOf, indexFile, indexOf, sha256Of } from '../cli/shipped-models.ts';
import type { DiffusionNetwork, NetworkSnapshot } from '../src/engine/network.ts';
import { cardFile, type Judgement, type ModelCard, modelName } from '../src/ml/checkpoint/card.ts';
import type { Checkpoint } from '../src/ml/checkpoint/checkpoint.ts';
import type { Folder } from '../src/ml/checkpoint/folder-files.ts';
import { shippedSet } from '../src/ml/config.ts';
import type { Pictures, Sampling } from '../src/workers/protocol.ts';
import type { Restored } from './restoration-sheet.ts';

const usage = `Usage: npx tsx tools/ship-model.ts --from FOLDER --name NAME [options]

  --from FOLDER     a checkpoint folder with its training state
  --name NAME       of the model: small letters, digits and hyphens; becomes public/models/NAME
  --judge FILE      what \`npm run judge -- --model FOLDER --json\` printed
  --fresh-eyes N/M  samples that somebody who had not seen them named right, of how many
  --seconds S       that training took
  --machine TEXT    that it was trained on
  --program TEXT    that trained it (default: Diffusion Playground)
  --licence ID      of the weights (default: the pictures', where that is a Creative Commons one; else Apache-2.0)
  --steps N         of the sheet's samples (default 25)
  --guidance W      of the sheet's samples, of networks that know classes (default 2)
`;

const flags = ['from', 'name', 'judge', 'fresh-eyes', 'seconds', 'machine', 'program', 'licence', 'steps', 'guidance'];
/** Number of samples in a row of the sheet. */
const ofARow = 8;
/** Number of rows for a network without classes. */
const rowsWithoutClasses = 8;

async function main(): Promise<number> {
  const { values, on } = readFlags(process.argv.slice(2), flags, ['help']);
  if (on.has('help')) {
    printLine(usage);
    return 0;
  }
  const from = resolve(requiredFlag(values, 'from', 'a checkpoint folder'));
  const name = requiredFlag(values, 'name', 'of the model');
  if (!modelName.test(name)) throw new ArgumentError(`--name ${name}: small letters, digits and hyphens.`);
  const steps = wholeNumberFlag(values, 'steps', 1, 1000) ?? 25;
  const guidance = numberFlag(values, 'guidance', 0, 20) ?? 2;
  const judgeFile = values.get('judge');
  const judge = judgeFile === undefined ? null : await readJudgement(resolve(judgeFile), name, guidance);
  const freshEyes = readFreshEyes(values.get('fresh-eyes'));

  const { cardOf, writeSharedFolder } = await import('../src/ml/checkpoint/shared-folder.ts');
  const { readFolder } = await import('../src/ml/checkpoint/folder.ts');
  const trained = await readNetworkFolder(from);
  const known = cardOf(trained, name);
  const { licence } = known.dataSet;
  const byClass = trained.network.kind === 'unet2d' && trained.network.config.num_class_embeds !== null;
  const card: ModelCard = {
    ...known,
    judge,
    freshEyes,
    training: {
      ...known.training,
      seconds: numberFlag(values, 'seconds', 0, 1e9),
      machine: values.get('machine') ?? null,
      program: values.get('program') ?? known.training.program,
    },
    licence: values.get('licence') ?? (licence.startsWith('CC') ? licence : 'Apache-2.0'),
    sheet: {
      seed: 0,
      steps: trained.network.kind === 'article' ? 1 : steps,
      guidance: byClass ? guidance : 1,
      ofARow,
      byClass,
    },
  };
  // Judged and drawn with the weights in half precision, which visitors get.
  const halves = readFolder(name, writeSharedFolder(trained, card));
  const network = await openCheckpoint(halves, 'webgpu');
  const made =
    network.kind === 'one-pass'
      ? await restored(network, known.dataSet.id)
      : { sheet: await sampleSheet(network, halves, { steps, guidance }) };
  const restoration = 'restoration' in made ? { restoration: made.restoration } : {};
  const folder = writeSharedFolder(trained, { ...card, ...restoration });

  const part = join(modelRoot, `.${name}.part`);
  await rm(part, { recursive: true, force: true });
  try {
    await writeFolderTo(part, folder);
    await writeGrid(join(part, 'sheet.png'), made.sheet, ofARow);
    const listed = { ...card, ...restoration, files: await listFiles(part, [...folder.keys(), 'sheet.png']) };
    await writeFile(join(part, cardFile), `${JSON.stringify(listed, null, 2)}\n`);
    const faults = await faultsOf(part, name);
    if (faults.length > 0) throw new ArgumentError(`${name} cannot ship: ${faults.join('; ')}.`);
    await rm(join(modelRoot, name), { recursive: true, force: true });
    await rename(part, join(modelRoot, name));
  } finally {
    await rm(part, { recursive: true, force: true });
  }
  await writeFile(join(modelRoot, indexFile), indexOf(shippedModelNames()));
  say(`${join(modelRoot, name)} is ready.`);
  return 0;
}

async function restored(network: NetworkSnapshot, id: string): Promise<Restored> {
  const set = shippedSet(id);
  if (!set) throw new ArgumentError(`The pictures "${id}" do not ship: there are no test pictures to restore.`);
  return (await import('./restoration-sheet.ts')).restoreTestPictures(network, set, ofARow);
}

/** The first samples of each class, one row for each class; row n has the noise of seed n. */
async function sampleSheet(
  network: DiffusionNetwork,
  checkpoint: Checkpoint,
  { steps, guidance }: { readonly steps: number; readonly guidance: number },
): Promise<Pictures> {
  const { generatePictures } = await import('../src/engine/generate-pictures.ts');
  const classes = checkpoint.card?.dataSet.class_names.length ?? 0;
  const asked = network.denoiser.knowsClasses ? classes : 0;
  const sampler = network.process.prediction === 'flow' ? 'flow-match-euler' : 'ddim';
  const rows: Pictures[] = [];
  for (let seed = 0; seed < (asked || rowsWithoutClasses); seed++) {
    const classIndex = asked > 0 ? seed : null;
    const sampling: Sampling = {
      sampler,
      steps,
      eta: 0,
      guidance: classIndex === null ? 1 : guidance,
      classIndex,
      weights: 'raw',
    };
    const options = { seed, count: ofARow, step: 0, sampling };
    rows.push((await generatePictures(network, options)).samples);
    say(`row ${seed + 1} of the sheet`);
  }
  const { side } = network.shape;
  const rgb = new Uint8Array(Buffer.concat(rows.map((row) => row.rgb)));
  return { count: ofARow * rows.length, width: side, height: side, rgb };
}

async function writeFolderTo(directory: string, folder: Folder): Promise<void> {
  for (const [path, bytes] of folder) {
    await mkdir(dirname(join(directory, path)), { recursive: true });
    if (path !== cardFile) await writeFile(join(directory, path), bytes);
  }
}

async function listFiles(directory: string, paths: readonly string[]): Promise<ModelCard['files']> {
  const files: ModelCard['files'] = [];
  for (const path of paths) {
    if (path === cardFile) continue;
    const bytes = await readFile(join(directory, path));
    files.push({ path, bytes: bytes.length, sha256: sha256Of(bytes) });
  }
  return files;
}

const judgedSchema = z.looseObject({
  samples: z.int().positive(),
  guidance: z.number(),
  steps: z.int(),
  seed: z.int(),
  classAccuracy: z.number().nullish(),
  frechet: z.number().nullish(),
  frechetOfTrainingPictures: z.number().nullish(),
  nearest: z.looseObject({ nearer: z.int().nullish() }).nullish(),
  classifier: z.looseObject({ accuracy: z.number().nullish() }).nullish(),
  command: z.string().nullish(),
  date: z.string(),
});

/**
 * Reads what the card contains of the judgement. If the file has a line for each of several
 * guidances, takes the sheet's, or else the last.
 */
async function readJudgement(file: string, name: string, guidance: number): Promise<Judgement> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new ArgumentError(`--judge ${file} cannot be read.`, { cause });
  });
  const lines = text
    .trim()
    .split('\n')
    .map((line) => judgedSchema.safeParse(jsonOf(line)));
  const parsed =
    lines.find((line) => line.data?.guidance === guidance) ?? lines.at(-1) ?? judgedSchema.safeParse(jsonOf(text));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new ArgumentError(`--judge ${file} is no judgement: ${issue?.path.join('.')}: ${issue?.message}.`);
  }
  const { samples, steps, seed, classifier, date, ...rest } = parsed.data;
  return {
    samples,
    guidance: rest.guidance,
    steps,
    seed,
    classAccuracy: rest.classAccuracy ?? null,
    frechet: rest.frechet ?? null,
    frechetOfTrainingPictures: rest.frechetOfTrainingPictures ?? null,
    nearTraining: rest.nearest?.nearer ?? null,
    classifierAccuracy: classifier?.accuracy ?? null,
    command:
      rest.command ??
      `npm run judge -- --model ${name} --count ${samples} --seed ${seed} --guidance ${rest.guidance} --steps ${steps}`,
    date,
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function readFreshEyes(text: string | undefined): ModelCard['freshEyes'] {
  if (text === undefined) return null;
  const [, named, of] = /^(\d+)\/(\d+)$/.exec(text) ?? [];
  if (named === undefined || of === undefined || Number(named) > Number(of)) {
    throw new ArgumentError(`--fresh-eyes ${text}: two whole numbers, as 31/40.`);
  }
  return { named: Number(named), of: Number(of) };
}

await runCommand(main);
