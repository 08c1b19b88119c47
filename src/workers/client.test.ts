import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { restoreRequest } from '../engine/restore-request.fixture.ts';
import { recipes } from '../ml/config.ts';
import { described, imageShape } from '../ml/data/cifar10.testing.ts';
import { type ErrorReport, PlaygroundError, reportOf } from '../ml/errors.ts';
import { connectEngine, type EngineClient, type PageEvents } from './client.ts';
import type { Locks } from './death-watch.ts';
import type {
  CallId,
  EngineCommands,
  EngineEvents,
  GenerateRequest,
  GenerateStep,
  Pictures,
  RunStatus,
} from './protocol.ts';
import { serveEngine } from './serve.ts';

const status: RunStatus = {
  runId: 'a',
  origin: 'seed',
  network: {
    ...{
      kind: 'one-pass',
      parameters: 268_547,
      prediction: 'sample',
      knowsClasses: false,
      needsClass: false,
      hasEma: false,
    },
    ...{ classes: null, shape: imageShape },
  },
  phase: 'ready',
  experiment: recipes.article.experiment,
  dataSet: described,
  step: 0,
  epoch: 0,
  stepInEpoch: 0,
  stepsPerEpoch: 782,
  learningRate: 1e-3,
  scheduledLearningRate: 1e-3,
  stepBytes: null,
  loss: null,
  epochLosses: [],
};
const generateRequest: GenerateRequest = {
  seed: 1,
  count: 1,
  sampling: { sampler: 'ddim', steps: 10, eta: 0, guidance: 1, classIndex: null, weights: 'ema' },
};
const picture = (): Pictures => ({ count: 1, width: 32, height: 32, rgb: new Uint8Array(3072).fill(7) });

/**
 * Web Locks, reduced to one name and one holder at a time: exclusive, granted in order, released
 * when the holder ends.
 */
class TestLocks implements Locks {
  readonly #tails = new Map<string, Promise<void>>();
  readonly #releases: (() => void)[] = [];
  /** Whose lock requests the browser refuses, as it does in a frame that may store nothing. */
  refuses: 'nobody' | 'who waits' | 'all' = 'nobody';

  request(name: string, { signal }: { signal?: AbortSignal }, whileHeld: () => void | Promise<void>): Promise<void> {
    if (this.refuses === 'all' || (this.refuses === 'who waits' && this.#tails.has(name)))
      return Promise.reject(new DOMException('The request was denied.', 'SecurityError'));
    const free = this.#tails.get(name) ?? Promise.resolve();
    const held = free.then(whileHeld);
    this.#tails.set(name, Promise.race([held, new Promise<void>((resolve) => this.#releases.push(resolve))]));
    return new Promise((resolve, reject) => {
      signal?.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')));
      held.then(resolve, reject);
    });
  }
  /** The holder's worker ends, and the browser releases all its locks. */
  endHolder(): void {
    for (const release of this.#releases) release();
  }
}

/** Answers calls as the engine does, without an engine. */
function testEngine(events: EngineEvents) {
  const pending = new Map<CallId, (error: PlaygroundError) => void>();
  const given: { pictures?: Pictures; zip?: Uint8Array; locations: string[] } = { locations: [] };
  const engine: EngineCommands = {
    layers: async () => [],
    isSaved: async () => false,
    open: async (_, dataRoot) => {
      given.locations.push(dataRoot);
      return {
        backend: 'cpu',
        software: true,
        adapter: 'test',
        features: [],
        fallback: null,
        status,
        history: null,
        validation: null,
        autosave: null,
        otherAutosaves: false,
      };
    },
    prepare: async () => status,
    reset: async () => {
      throw new PlaygroundError('value-invalid', { name: 'batchSize', value: 0, allowed: 'more' });
    },
    train: () => new Promise<never>(() => {}),
    pause: async () => {
      throw new TypeError('a bug');
    },
    step: async () => {
      for (const dataSet of [described, described, { ...described }]) {
        const columns = { steps: Float64Array.of(1), losses: Float32Array.of(2), gradientNorms: Float32Array.of(3) };
        events.metrics({ ...columns, imagesPerSecond: 1, secondsLeft: null, status: { ...status, dataSet } });
      }
      events.status({ ...status, step: 1 });
      events.preview({ step: 1, timesteps: null, clean: picture(), noisy: picture(), output: picture() });
      return { ...status, step: 1 };
    },
    setLearningRate: async (learningRate) => ({ ...status, learningRate }),
    setBatchSize: async () => ({ ...status, history: null, validation: null }),
    savedCheckpoint: async () => null,
    setPreviewEvery: async () => {},
    setEvaluateEvery: async () => {},
    generate: (id) => {
      for (const index of [0, 1]) {
        events.generating({ call: id, index, total: 2, timestep: 500, noisy: picture(), predicted: picture() });
      }
      return new Promise((_, reject) => {
        pending.set(id, reject);
      });
    },
    nearest: async (_, pictures) => ({
      pictures,
      distances: new Float32Array(pictures.count),
      indices: new Uint32Array(pictures.count),
      labels: new Uint16Array(pictures.count),
      compared: 1,
    }),
    restore: async (_, { original }) => {
      given.pictures = original;
      const quality = { psnr: Number.POSITIVE_INFINITY, ssim: 1 };
      const all = { original: picture(), damaged: picture(), restored: picture() };
      const baselines = [{ name: 'gaussian', pictures: picture(), quality: [quality] }] as const;
      return {
        step: 0,
        ...all,
        passes: 1,
        milliseconds: 1,
        quality: { damaged: [quality], restored: [quality] },
        baselines,
      };
    },
    testImage: async () => ({ picture: picture(), label: 3 }),
    noiseLevels: async () => null,
    save: async () => Uint8Array.of(1, 2, 3),
    load: async (zip) => {
      given.zip = zip;
      return { ...status, history: null, validation: null };
    },
    loadFolder: async () => ({ ...status, history: null, validation: null }),
    openModel: async () => {
      throw new PlaygroundError('cancelled');
    },
    closeModel: async () => {},
    checkConfigurations: async () => {},
    autosave: async () => null,
    resumeAutosave: async () => ({ ...status, history: null, validation: null }),
    discardAutosave: async () => {},
    offerAnother: async () => null,
    memory: async () => ({ tensors: 1, bytes: 2 }),
    replays: async () => [],
    cancel: async (id) => pending.get(id)?.(new PlaygroundError('cancelled')),
  };
  return { engine, given };
}

let channel: MessageChannel;
let client: EngineClient;
let engineSide: ReturnType<typeof testEngine>;
let locks: TestLocks;
let deaths: ErrorReport[];
let terminated: number;
let seen: { sets: RunStatus['dataSet'][]; statuses: RunStatus[]; previews: Pictures[]; notices: ErrorReport[] };
/** Fires the worker's `error` event, to which the client listens. */
let scriptFails: (message: string) => void;

beforeEach(() => {
  channel = new MessageChannel();
  locks = new TestLocks();
  deaths = [];
  terminated = 0;
  seen = { sets: [], statuses: [], previews: [], notices: [] };
  const { port1 } = channel;
  const endpoint = {
    postMessage: port1.postMessage.bind(port1),
    addEventListener: port1.addEventListener.bind(port1),
    removeEventListener: port1.removeEventListener.bind(port1),
    start: port1.start.bind(port1),
    onerror: null as ((this: AbstractWorker, event: ErrorEvent) => unknown) | null,
  };
  const events: Partial<PageEvents> = {
    metrics: ({ status }) => seen.sets.push(status.dataSet),
    status: (value) => seen.statuses.push(value),
    preview: ({ clean }) => seen.previews.push(clean),
    notice: (report) => seen.notices.push(report),
  };
  const terminate = (): void => {
    terminated += 1;
  };
  const host = { dataRoot: 'https://example.org/app/', locks, terminate };
  client = connectEngine(endpoint, events, (report) => deaths.push(report), host);
  scriptFails = (message) =>
    endpoint.onerror?.call(endpoint, Object.assign(new Event('error'), { message }) as ErrorEvent);
});

function serve(): void {
  serveEngine(
    channel.port2,
    (events) => {
      engineSide = testEngine(events);
      return engineSide.engine;
    },
    locks,
  );
}

afterEach(() => {
  client.close();
  channel.port1.close();
  channel.port2.close();
});

const failure = (call: Promise<unknown>) =>
  call.then(
    () => expect.fail('it did not fail'),
    (error: unknown) => error,
  );
/** Waits until the messages on their way have arrived. */
const settle = () => new Promise((resolve) => setTimeout(resolve, 20));

describe('calls', () => {
  beforeEach(serve);

  it('are answered, and `open` gets the folder of the data sets', async () => {
    const options = { backend: 'auto', experiment: status.experiment, previewEvery: 1, resume: 'none' } as const;
    expect(await client.call.open(options)).toMatchObject({ adapter: 'test' });
    expect(engineSide.given.locations).toEqual(['https://example.org/app/']);
    expect(await client.call.setLearningRate(0.5)).toMatchObject({ learningRate: 0.5 });
    expect(await client.call.autosave()).toBeNull();
  });

  it('fail with the error that the engine threw', async () => {
    const error = await failure(client.call.reset(status.experiment));
    expect(error).toBeInstanceOf(PlaygroundError);
    expect(error).toMatchObject({ code: 'value-invalid', kind: 'input', values: { name: 'batchSize', value: 0 } });
    expect(await failure(client.call.pause())).toMatchObject({ code: 'bug', values: { message: 'a bug' } });
  });

  it('transfer files and copy pictures', async () => {
    const original = picture();
    const result = await client.call.restore(restoreRequest(original));
    expect(result.quality.restored[0]?.psnr).toBe(Number.POSITIVE_INFINITY);
    expect(original.rgb).toHaveLength(3072);
    expect(engineSide.given.pictures).toEqual(original);
    const zip = Uint8Array.of(1, 2, 3);
    await client.call.load(zip);
    expect(zip).toHaveLength(0);
    expect(engineSide.given.zip).toEqual(Uint8Array.of(1, 2, 3));
    expect(await client.call.save()).toEqual(Uint8Array.of(1, 2, 3));
  });

  it('fail with the error because of which the engine was closed', async () => {
    const waits = failure(client.call.generate(generateRequest));
    client.close(reportOf(new PlaygroundError('device-lost', { reason: { code: 'quoted', text: 'test' } })));
    expect(await waits).toMatchObject({ code: 'device-lost', values: { reason: { code: 'quoted', text: 'test' } } });
  });

  it('are cancelled by their own signal only', async () => {
    const [one, other] = [new AbortController(), new AbortController()];
    const first = failure(client.call.generate(generateRequest, one.signal));
    let secondEnded = false;
    const second = failure(client.call.generate(generateRequest, other.signal)).finally(() => {
      secondEnded = true;
    });
    one.abort();
    expect(await first).toMatchObject({ code: 'cancelled' });
    await settle();
    expect(secondEnded).toBe(false);
    other.abort();
    expect(await second).toMatchObject({ code: 'cancelled' });
    expect(await failure(client.call.generate(generateRequest, AbortSignal.abort()))).toMatchObject({
      code: 'cancelled',
    });
  });

  it('of `generate` report every step to their caller, and to no other', async () => {
    const [one, other] = [new AbortController(), new AbortController()];
    const [ofOne, ofOther]: [GenerateStep[], GenerateStep[]] = [[], []];
    const first = failure(client.call.generate(generateRequest, one.signal, (step) => ofOne.push(step)));
    const second = failure(client.call.generate(generateRequest, other.signal, (step) => ofOther.push(step)));
    await settle();
    for (const [steps, others] of [
      [ofOne, ofOther],
      [ofOther, ofOne],
    ] as const) {
      expect(steps.map(({ index }) => index)).toEqual([0, 1]);
      expect(steps[0]?.noisy.rgb).toHaveLength(3072);
      expect(steps[0]?.call).not.toBe(others[0]?.call);
    }
    one.abort();
    other.abort();
    await Promise.all([first, second]);
  });

  it('of `loadFolder` transfer the files', async () => {
    const files = [{ path: 'unet/config.json', bytes: Uint8Array.of(1, 2) }];
    expect(await client.call.loadFolder(files)).toMatchObject({ runId: 'a' });
    expect(files[0]?.bytes).toHaveLength(0);
  });

  it('send a metrics batch’s data set only when it changes, and every listener still gets it', async () => {
    const crossed: unknown[] = [];
    channel.port1.addEventListener('message', ({ data }) => {
      if (data.m === 'metrics') crossed.push(data.a[0].status.dataSet);
    });
    await client.call.step();
    expect(seen.sets).toEqual([described, described, described]);
    expect(crossed).toEqual([described, null, described]);
  });

  it('deliver events before the answer that was sent after them', async () => {
    await client.call.step();
    expect(seen.statuses.map(({ step }) => step)).toEqual([1]);
    expect(seen.previews[0]?.rgb).toEqual(picture().rgb);
  });
});

describe('the worker’s death', () => {
  it('is noticed when its lock is released: pending and later calls fail, and it is reported once', async () => {
    serve();
    const pending = failure(client.call.train());
    await settle();
    expect(deaths).toEqual([]);
    locks.endHolder();
    expect(await pending).toMatchObject({ code: 'worker-died' });
    expect(await failure(client.call.step())).toMatchObject({ code: 'worker-died' });
    scriptFails('again');
    await settle();
    expect(deaths.map(({ code }) => code)).toEqual(['worker-died']);
    expect(terminated).toBe(1);
  });

  it('is noticed if its script never ran', async () => {
    const pending = failure(client.call.step());
    scriptFails('404');
    expect(await pending).toMatchObject({ code: 'worker-died' });
    expect(deaths).toMatchObject([{ code: 'worker-died' }]);
  });

  it('distinguishes a script that could not be fetched, which gives no message, from one that failed', async () => {
    const pending = failure(client.call.step());
    scriptFails('');
    expect(await pending).toMatchObject({ code: 'part-missing' });
    expect(deaths).toMatchObject([{ code: 'part-missing', values: { part: 'engine.worker' } }]);
  });

  it('is not reported for an uncaught error that the worker survives', async () => {
    serve();
    await client.call.step();
    scriptFails('a bug in a timer');
    expect(seen.notices).toMatchObject([{ code: 'bug', values: { message: 'a bug in a timer' } }]);
    expect(await client.call.step()).toMatchObject({ step: 1 });
    expect(deaths).toEqual([]);
  });

  it.each(['both', 'the page'])('is not reported if the browser refuses %s the lock', async (whom) => {
    locks.refuses = whom === 'both' ? 'all' : 'who waits';
    serve();
    expect(await client.call.step()).toMatchObject({ step: 1 });
    await settle();
    expect(deaths).toEqual([]);
    scriptFails('a bug in a timer');
    expect(seen.notices).toMatchObject([{ code: 'bug' }]);
  });

  it('is not reported if the page closed the engine', async () => {
    serve();
    const pending = failure(client.call.train());
    await settle();
    client.close();
    expect(await pending).toMatchObject({ code: 'cancelled' });
    locks.endHolder();
    await settle();
    expect(deaths).toEqual([]);
    expect(terminated).toBe(1);
  });
});
