/**
 * For tests and `tools/soak.ts`: a session that samples, restores, resets and loads again and
 * again, and what it holds after each block of repetitions.
 */
import { recipes, type SamplerName } from '../ml/config.ts';
import { imageBytes } from '../ml/data/cifar10.testing.ts';
import { watchGpuMemory } from '../ml/device/gpu-memory.testing.ts';
import { loadRecording } from '../ml/device/recording-loader.ts';
import type { Sampling } from '../workers/protocol.ts';
import { miniature, zipped } from './miniature.fixture.ts';
import { restoreRequest } from './restore-request.fixture.ts';
import { closeSession, MemoryStorage, type Seen, startSession } from './session.fixture.ts';

/** In the order in which they run. The last one does each of the others once, except training. */
const activities = ['train', 'generate', 'restore', 'evaluate', 'import', 'recipe', 'everything'] as const;
export type Activity = (typeof activities)[number];

/** What must not grow. */
interface Held {
  readonly tensors: number;
  /** As the engine itself counts: `memory()`. */
  readonly engineBytes: number;
  /** Bytes of the buffers that have been created and not destroyed. */
  readonly gpuBytes: number;
  readonly gpuBuffers: number;
}

export interface Block {
  readonly activity: Activity;
  /** Number of repetitions so far. */
  readonly done: number;
  readonly held: Held;
}

export interface SoakPlan {
  /** Pictures per generation. */
  readonly pictures: number;
  /** Number of blocks of each activity; it takes at least three to show a growth. */
  readonly blocks: Readonly<Record<Activity, number>>;
  /** Number of repetitions in a block. */
  readonly size: Readonly<Record<Activity, number>>;
}

const data = { labels: Array.from({ length: 8 }, (_, i) => i), imagesPerShard: 8, testLabels: [3, 8] };
const article = { ...recipes.article.experiment, batchSize: 2 };
/** More steps than any soak takes. */
const tiny = { ...recipes.tiny.experiment, batchSize: 2, epochs: 10_000 };
const samplers: readonly SamplerName[] = ['ddim', 'dpm'];
const picture = { count: 1, width: 32, height: 32, rgb: new Uint8Array(imageBytes).map((_, i) => i % 251) };

/** Keeps only the newest run. A page keeps a few, and here each would count as growth. */
class NewestRun extends MemoryStorage {
  override async save(...snapshot: Parameters<MemoryStorage['save']>) {
    this.runs.clear();
    await super.save(...snapshot);
  }
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

async function until(reached: () => boolean): Promise<void> {
  while (!reached()) await pause(5);
}

/** A session with a U-Net of a few thousand parameters. */
class Soak {
  readonly #gpu = watchGpuMemory();
  #calls = 0;
  /** The current run's step. */
  #step = 0;

  private constructor(
    private readonly seen: Seen,
    private readonly pictures: number,
  ) {}

  static async open(pictures: number): Promise<Soak> {
    const seen = await startSession(data, new NewestRun());
    const soak = new Soak(seen, pictures);
    await seen.engine.open({ backend: 'webgpu', experiment: article, previewEvery: 2, resume: 'none' }, '');
    await soak.#import(0);
    await loadRecording(); // until it is loaded, a fast device would take many steps
    return soak;
  }

  async act(activity: Activity, i: number): Promise<void> {
    switch (activity) {
      case 'train':
        return this.#train();
      case 'generate':
        return this.#generate(i);
      case 'restore':
        return this.#restore(i);
      case 'evaluate':
        return this.#evaluate();
      case 'import':
        return this.#import(i);
      case 'recipe':
        return this.#changeRecipe(i);
      case 'everything':
        await this.#changeRecipe(i);
        await this.#import(0);
        await this.#evaluate();
        await this.#generate(i);
        return this.#restore(i);
      default:
        return activity satisfies never;
    }
  }

  /** Waits for background work (previews, compiling, saves) to end, and then measures. */
  async held(): Promise<Held> {
    for (let same = 0, last = ''; ; ) {
      const { tensors, bytes } = await this.seen.engine.memory();
      const held = { tensors, engineBytes: bytes, gpuBytes: this.#gpu.bytes, gpuBuffers: this.#gpu.buffers };
      same = JSON.stringify(held) === last ? same + 1 : 0;
      if (same === 4) return held;
      last = JSON.stringify(held);
      await pause(50);
    }
  }

  async close(): Promise<void> {
    await closeSession();
    this.#gpu.end();
  }

  /** Previews are made in between, evaluations are not. */
  async #train(): Promise<void> {
    const { engine } = this.seen;
    await engine.setEvaluateEvery(10_000);
    await engine.train(this.#step + 3);
    this.#step = (await this.seen.until('paused')).step;
    this.#forget();
  }

  async #generate(i: number): Promise<void> {
    const sampler = samplers[i % samplers.length] ?? 'ddim';
    const sampling: Sampling = { sampler, steps: 2, eta: 0, guidance: 1, classIndex: null, weights: 'ema' };
    await this.seen.engine.generate(this.#call(), { seed: i, count: this.pictures, sampling });
    this.#forget();
  }

  async #restore(i: number): Promise<void> {
    await this.seen.engine.restore(this.#call(), restoreRequest(picture, 0.3, i));
  }

  /** Takes one training step and waits for its evaluation. */
  async #evaluate(): Promise<void> {
    const { engine, evaluations } = this.seen;
    await engine.setEvaluateEvery(1);
    this.#step = (await engine.step()).step;
    await until(() => evaluations.at(-1)?.step === this.#step);
    this.#forget();
  }

  async #import(i: number): Promise<void> {
    const width = i % 2 === 0 ? 8 : 16;
    const { step } = await this.seen.engine.load(
      zipped(miniature(tiny, { block_out_channels: [8, width], norm_num_groups: 4 })),
    );
    this.#step = step;
    this.#forget();
  }

  /** Takes one training step, so that there is more to free than the weights. */
  async #changeRecipe(i: number): Promise<void> {
    const { engine } = this.seen;
    await engine.reset({ ...article, seed: i, batchSize: 1 + (i % 2) });
    await engine.step();
    this.#forget();
  }

  #call(): number {
    return ++this.#calls;
  }

  /** Drops the events recorded so far; the engine does not hold them. */
  #forget(): void {
    const { notices, steps, evaluations, previews, preparations, batches, phases, losses } = this.seen;
    if (notices[0]) throw new Error(`the session reports ${JSON.stringify(notices[0])}`);
    for (const said of [steps, evaluations, previews, preparations, batches, phases]) said.length = 0;
    losses.clear();
  }
}

/** Throws if the session reports an error. */
export async function soak(
  { pictures, blocks, size }: SoakPlan,
  after: (block: Block) => void | Promise<void>,
): Promise<void> {
  const session = await Soak.open(pictures);
  try {
    for (const activity of activities) {
      const count = blocks[activity] * size[activity];
      for (let i = 1; i <= count; i++) {
        await session.act(activity, i);
        if (i % size[activity] === 0) await after({ activity, done: i, held: await session.held() });
      }
    }
  } finally {
    await session.close();
  }
}

export interface Growth {
  readonly activity: Activity;
  readonly figure: keyof Held;
  readonly first: number;
  readonly last: number;
}

/**
 * What grew from an activity's first block to its last: tensors by any number, bytes by more than
 * the share `allowed`, buffers by more than that share if they grew in every block. Buffers are
 * judged more leniently because the pool keeps small ones for as much work as was under way at
 * once, which is more on a busy machine.
 */
export function growths(blocks: readonly Block[], allowed: number): Growth[] {
  return activities.flatMap((activity) => {
    const held = blocks.filter((block) => block.activity === activity).map((block) => block.held);
    const growth = (figure: keyof Held, share: number): Growth[] => {
      const [first = 0, last = 0] = [held[0]?.[figure], held.at(-1)?.[figure]];
      return last > first * (1 + share) ? [{ activity, figure, first, last }] : [];
    };
    const ever = held.every(({ gpuBuffers }, i) => gpuBuffers > (held[i - 1]?.gpuBuffers ?? 0));
    return [
      ...growth('tensors', 0),
      ...growth('engineBytes', allowed),
      ...growth('gpuBytes', allowed),
      ...(ever ? growth('gpuBuffers', allowed) : []),
    ];
  });
}
