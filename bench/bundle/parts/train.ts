/**
 * `train digits|emoji`: trains the recipe `quick` with the project's own command for as long as
 * time allows, then samples.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { dataDirectoryOf, nodeShards } from '../../../cli/node-shards.ts';
import { shippedSetNames, shippedSets } from '../../../src/ml/config.ts';
import { descriptionOf, parseManifest } from '../../../src/ml/data/manifest.ts';
import { digits } from '../../report/figures.ts';
import { right } from '../../report/table.ts';
import { runProjectCommand } from '../project-command.ts';
import { epochsIn, sampleSeconds } from '../training-length.ts';
import { runPartProgram, tell, tellData, tellNote, tellTable } from './part.ts';

const recipe = 'quick';
/** Largest shares of the part's time for measuring the device's speed and for sampling. */
const [trialShare, sampleShare] = [0.2, 0.4];
/** Seconds of training from which the device's speed is measured. */
const trialSeconds = 3;
const pictures = 16;
const samplingSteps = 50;
const columns = 10;

/** A line of `train --json`. */
const trainLine = z.object({ step: z.number(), epoch: z.number(), loss: z.number(), images_per_second: z.number() });
type TrainLine = z.infer<typeof trainLine>;

await runPartProgram(async ({ folder, seconds, own }, signal) => {
  const data = z.enum(shippedSetNames).parse(own[0]);
  const end = performance.now() + 1000 * seconds;
  const model = mkdtempSync(join(tmpdir(), 'gpu-bundle-model-'));
  const flags = ['--recipe', recipe, '--data', data, '--evaluate-every', '0', '--json'];
  try {
    const imagesPerSecond = await speedOf(flags, seconds * trialShare, signal);
    const sampling = sampleSeconds(pictures, samplingSteps, imagesPerSecond ?? 0);
    const training = (end - performance.now()) / 1000 - Math.min(sampling, sampleShare * seconds);
    const epochs = imagesPerSecond === null ? 1 : epochsIn(training, { imagesPerSecond, images: await imagesIn(data) });
    const lines = await train([...flags, '--epochs', String(epochs), '--out', model], training, signal);
    const last = lines.at(-1);
    if (last === undefined) {
      tell({ kind: 'too-slow', reason: `no step was finished in ${Math.round(training)} s` });
      return false;
    }
    tellRun(data, lines, epochs);
    if (signal.aborted) return false;
    const file = `${data}.png`;
    const given = ['--model', model, '--count', String(pictures), '--steps', String(samplingSteps), '--seed', '1'];
    await runProjectCommand('sample', [...given, '--out', join(folder, file)], { signal });
    if (signal.aborted) return false;
    tell({ kind: 'picture', file, title: `${pictures} samples of ${data} after ${last.step} steps` });
    return true;
  } finally {
    rmSync(model, { recursive: true, force: true });
  }
});

async function imagesIn(data: (typeof shippedSetNames)[number]): Promise<number> {
  const manifest = await nodeShards(dataDirectoryOf(shippedSets[data])).manifest(new AbortController().signal);
  return descriptionOf(await parseManifest(manifest)).counts.train;
}

/**
 * Images per second after `trialSeconds` of training, or as far as it came; null if no step was
 * finished within `seconds`.
 */
async function speedOf(flags: readonly string[], seconds: number, signal: AbortSignal): Promise<number | null> {
  const enough = new AbortController();
  const lines: TrainLine[] = [];
  let first: number | null = null;
  await runProjectCommand('train', flags, {
    signal: AbortSignal.any([signal, enough.signal, timeout(seconds)]),
    onLine(text) {
      lines.push(trainLine.parse(JSON.parse(text)));
      first ??= performance.now();
      if (performance.now() - first > 1000 * trialSeconds) enough.abort();
    },
  });
  return lines.at(-1)?.images_per_second ?? null;
}

/** Rounds to whole ms; a negative time is over at once. */
function timeout(seconds: number): AbortSignal {
  return AbortSignal.timeout(Math.max(0, Math.round(1000 * seconds)));
}

async function train(flags: readonly string[], seconds: number, signal: AbortSignal): Promise<TrainLine[]> {
  const lines: TrainLine[] = [];
  await runProjectCommand('train', flags, {
    signal: AbortSignal.any([signal, timeout(seconds)]),
    onLine: (text) => lines.push(trainLine.parse(JSON.parse(text))),
  });
  return lines;
}

/** Reports the losses at equal distances, each the mean of the steps since the one before. */
function tellRun(data: string, lines: readonly TrainLine[], epochs: number): void {
  const length = Math.ceil(lines.length / columns);
  const parts = Array.from({ length: Math.ceil(lines.length / length) }, (_, i) =>
    lines.slice(i * length, (i + 1) * length),
  );
  const cells = parts.map((part) => ({
    step: part.at(-1)?.step ?? 0,
    loss: part.reduce((sum, { loss }) => sum + loss, 0) / part.length,
  }));
  const last = lines.at(-1);
  tellData({ training: data, epochs, lines });
  tellTable({
    title: `Loss of ${recipe} on ${data}, the mean up to each step`,
    columns: cells.map(({ step }) => right(`step ${step}`)),
    rows: [cells.map(({ loss }) => loss.toFixed(4))],
    notes: [],
  });
  tellNote(
    `${last?.step} steps, ${last?.epoch} of ${epochs} epochs, ${digits(last?.images_per_second ?? 0)} images a second.`,
  );
}
