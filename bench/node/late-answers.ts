/**
 * Measures how fast the engine trains and samples on a device that answers late, compared with the
 * same device unchanged. It uses the engine's own loops, because they are what waits for answers.
 */
import type { EngineSession } from '../../src/engine/session.ts';
import type { EngineEvents, MetricsBatch } from '../../src/workers/protocol.ts';
import { type AnswerMode, answerModes, CoarseAnswers } from '../measure/coarse-answers.ts';
import { ratioOf, summarize } from '../measure/statistics.ts';
import { digits, percent, time } from '../report/figures.ts';
import { left, right, type Table } from '../report/table.ts';

export const recipesTrained = ['article', 'tiny'] as const;
const batchSize = 1;
/** What is sampled; every step is shown, as on the page. */
const film = { pictures: 1, steps: 50 } as const;
/**
 * ms of training in a round, after an equally long start. Each round has its own session, which
 * finds out for itself how its device answers.
 */
const roundMs = 2000;

export interface LateAnswerOptions {
  readonly recipes: readonly (typeof recipesTrained)[number][];
  /** ms between two answers. */
  readonly interval: number;
  readonly rounds: number;
  readonly onProgress: (line: string) => void;
  readonly signal: AbortSignal;
}

const warmUpSteps = 8;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

type Figures = Record<AnswerMode, number[]>;
const noFigures = (): Figures => ({ prompt: [], ticks: [], 'ticks-and-submits': [] });

/**
 * Measures the unchanged device and the device in both late modes, in turns. Call it after
 * `installWebGPU`.
 */
export async function measureLateAnswers(options: LateAnswerOptions): Promise<Table[]> {
  const { recipes, interval, rounds, onProgress, signal } = options;
  const training: [string, Figures][] = [];
  const sampling = noFigures();
  const answers = new CoarseAnswers(interval);
  try {
    for (const recipe of recipes) {
      const figures = noFigures();
      training.push([`${recipe}, batch ${batchSize}`, figures]);
      for (let round = 1; round <= rounds && !signal.aborted; round++) {
        for (const mode of answerModes) {
          onProgress(`${recipe}, ${mode}: round ${round} of ${rounds}`);
          answers.mode = mode;
          const { session, steps } = await openSession(recipe);
          try {
            await warmUp(session, steps);
            figures[mode].push(await trainFor(session, steps, roundMs));
            if (recipe === 'tiny') sampling[mode].push(await sampleOnce(session));
          } finally {
            await session.close();
          }
        }
      }
    }
  } finally {
    answers.dispose();
  }
  const tables = [trainingTable(interval, training)];
  return recipes.includes('tiny') ? [...tables, samplingTable(interval, sampling)] : tables;
}

interface Opened {
  readonly session: EngineSession;
  /** Number of steps whose loss has arrived. */
  readonly steps: () => number;
}

async function openSession(recipe: (typeof recipesTrained)[number]): Promise<Opened> {
  const { createSession } = await import('../../src/engine/session.ts');
  const { recipes } = await import('../../src/ml/config.ts');
  const { nodeShards } = await import('../../cli/node-shards.ts');
  let settled = 0;

  const events: Partial<EngineEvents> = {
    metrics: ({ steps }: MetricsBatch) => {
      settled = steps.at(-1) ?? settled;
    },
    notice: ({ detail }) => {
      throw new Error(detail);
    },
    lost: ({ detail }) => {
      throw new Error(detail);
    },
  };
  const session = createSession({ openData: () => nodeShards(), storage: null }, events);
  const experiment = { ...recipes[recipe].experiment, batchSize };
  await session.open({ backend: 'webgpu', experiment, previewEvery: 0, resume: 'none' }, '');
  await session.setEvaluateEvery(0);
  return { session, steps: () => settled };
}

/** Trains until everything is compiled and recorded. */
async function warmUp(session: EngineSession, steps: () => number): Promise<void> {
  await session.train(warmUpSteps);
  while (steps() < warmUpSteps) await pause(10);
  await sampleOnce(session);
}

/** Steps per second after the start-up time. */
async function trainFor(session: EngineSession, steps: () => number, ms: number): Promise<number> {
  await session.train();
  await pause(ms);
  const [first, began] = [steps(), performance.now()];
  await pause(ms);
  const rate = (1000 * (steps() - first)) / (performance.now() - began);
  await session.pause();
  return rate;
}

/** ms */
async function sampleOnce(session: EngineSession): Promise<number> {
  const began = performance.now();
  await session.generate(0, {
    seed: 1,
    count: film.pictures,
    sampling: { sampler: 'ddim', steps: film.steps, eta: 0, guidance: 1, classIndex: null, weights: 'ema' },
  });
  return performance.now() - began;
}

const modeTitles = (interval: number): Record<AnswerMode, string> => ({
  prompt: 'as it is',
  ticks: `every ${interval} ms`,
  'ticks-and-submits': `every ${interval} ms, and at submits`,
});

function trainingTable(interval: number, training: readonly [string, Figures][]): Table {
  const rows = training.flatMap(([title, figures]) =>
    answerModes
      .filter((mode) => figures[mode].length > 0)
      .map((mode) => {
        const { median, low, high } = summarize(figures[mode]);
        const rate = percent(ratioOf(figures[mode], figures.prompt).median);
        return [title, modeTitles(interval)[mode], digits(median), `${digits(low)} to ${digits(high)}`, rate];
      }),
  );
  return {
    title: 'Training on a device that answers late',
    columns: [left('run'), left('answers'), right('steps a second'), right('least to most'), right('of the rate')],
    rows,
    notes: [],
  };
}

function samplingTable(interval: number, figures: Figures): Table {
  const rows = answerModes
    .filter((mode) => figures[mode].length > 0)
    .map((mode) => {
      const { median, low, high } = summarize(figures[mode]);
      return [modeTitles(interval)[mode], time(median), `${time(low)} to ${time(high)}`];
    });
  return {
    title: `${film.steps}-step DDIM with its film, tiny, ${film.pictures} image`,
    columns: [left('answers'), right('median'), right('least to most')],
    rows,
    notes: [],
  };
}
