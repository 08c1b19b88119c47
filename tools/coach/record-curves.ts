/**
 * Trains the runs that the coach's rules are tested on, and those from which it knows what loss is
 * usual, and writes their curves to src/coach/recorded/.
 *
 *     npx tsx tools/coach/record-curves.ts [NAME ...] && npm run format     all, or these (names:
 * tools/coach/runs.ts)
 *
 * Needs `npm run data -- --sets cifar10,digits,emoji`. On a software adapter a run takes one to
 * five minutes.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ArgumentError } from '../../cli/arguments.ts';
import { runCommand, say } from '../../cli/command.ts';
import { openGivenData } from '../../cli/given-data.ts';
import { createNodeSession } from '../../cli/node-engine.ts';
import { readPictureFlags } from '../../cli/train/picture-flags.ts';
import type { RecordedCurve } from '../../src/coach/recorded-curve.ts';
import { type Experiment, experimentOn, recipes } from '../../src/ml/config.ts';
import type { EngineEvents, RunStatus } from '../../src/workers/protocol.ts';
import { makeFewPictures } from './few-pictures.ts';
import { type PlannedRun, plannedRuns } from './runs.ts';

const folder = new URL('../../src/coach/recorded/', import.meta.url);

/** A rule does not need more than four digits. */
const rounded = (value: number): number => Number(value.toPrecision(4));

async function record(name: string, run: PlannedRun, pictures: string): Promise<RecordedCurve> {
  const { set, source } = await openGivenData(run.data ?? pictures, readPictureFlags(new Map()));
  const experiment: Experiment = { ...experimentOn(recipes[run.recipe], set), epochs: 1000, ...run.change };
  const losses: number[] = [];
  const gradientNorms: number[] = [];
  const validation: { steps: number[]; raw: number[]; ema: (number | null)[] } = { steps: [], raw: [], ema: [] };
  let settle: (status: RunStatus) => void = () => {};
  const events: Partial<EngineEvents> = {
    metrics: (batch) => {
      losses.push(...Array.from(batch.losses, rounded));
      gradientNorms.push(...Array.from(batch.gradientNorms, rounded));
    },
    status: (status) => {
      if (status.phase !== 'training' && status.phase !== 'waiting') settle(status);
    },
    evaluation: ({ step, raw, ema }) => {
      validation.steps.push(step);
      validation.raw.push(rounded(raw));
      validation.ema.push(ema === null ? null : rounded(ema));
    },
    lost: (report) => say(`${name}: ${report.code}`),
    notice: (report) => say(`${name}: ${report.code}`),
  };
  const engine = await createNodeSession('webgpu', null, events, source);
  const { adapter } = await engine.open({ backend: 'webgpu', experiment, previewEvery: 1000, resume: 'none' }, '');
  await engine.setEvaluateEvery(run.evaluateEvery);
  const trainTo = async (step: number): Promise<void> => {
    const ended = new Promise<RunStatus>((resolve) => {
      settle = resolve;
    });
    await engine.train(step);
    await ended;
  };
  if (run.rateChange) {
    await trainTo(run.rateChange.after);
    await engine.setLearningRate(run.rateChange.learningRate);
  }
  await trainTo(run.steps);
  await engine.close();
  say(`${name}: ${losses.length} steps on ${adapter}, loss ${losses.at(-1)}`);
  const curve = { experiment, losses, gradientNorms, validation };
  return run.rateChange ? { ...curve, rateChange: run.rateChange } : curve;
}

async function main(): Promise<number> {
  const asked = process.argv.slice(2);
  const unknown = asked.find((name) => !(name in plannedRuns));
  if (unknown) throw new ArgumentError(`There is no run ${unknown}: ${Object.keys(plannedRuns).join(', ')}`);
  const pictures = await mkdtemp(join(tmpdir(), 'few-pictures-'));
  try {
    await makeFewPictures(pictures);
    for (const [name, run] of Object.entries(plannedRuns)) {
      if (asked.length > 0 && !asked.includes(name)) continue;
      await writeFile(new URL(`${name}.json`, folder), `${JSON.stringify(await record(name, run, pictures))}\n`);
    }
  } finally {
    await rm(pictures, { recursive: true });
  }
  return 0;
}

await runCommand(main);
