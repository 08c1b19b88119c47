/** For the store's tests: an engine without a network, whose deaths and answers the test decides. */
import type { Experiment } from '../ml/config.ts';
import { type ErrorReport, PlaygroundError, reportOf } from '../ml/errors.ts';
import type { EngineCalls } from '../workers/client.ts';
import type { AutosaveInfo, EngineEvents, Pictures, RunStatus } from '../workers/protocol.ts';
import type { EngineFactory } from './engine-life.ts';

const picture: Pictures = { count: 1, width: 32, height: 32, rgb: new Uint8Array(3072) };
const quality = { psnr: 20, ssim: 0.5 };

/** What outlives an engine: the browser's storage, and what the test looks at. */
export interface Script {
  readonly factory: EngineFactory;
  /** Every call, in order: `train`, `open last`, `reset 7` (the seed). */
  readonly calls: string[];
  autosave: AutosaveInfo | null;
  /** The next `open` fails. */
  openFails: ErrorReport | null;
  events(): EngineEvents;
  die(): void;
  status(): RunStatus;
  /** Takes steps, as training does. */
  advance(steps: number): void;
}

export function scriptEngine(): Script {
  let events: EngineEvents | null = null;
  let onDeath: ((report: ErrorReport) => void) | null = null;
  let status: RunStatus | null = null;
  const now = (): RunStatus => {
    if (!status) throw new Error('the engine has not been opened');
    return status;
  };
  const become = (change: Partial<RunStatus>): RunStatus => {
    status = { ...now(), ...change };
    return status;
  };

  const script: Script = {
    calls: [],
    autosave: null,
    openFails: null,
    status: now,
    events() {
      if (!events) throw new Error('no engine has been started');
      return events;
    },
    die: () => onDeath?.(reportOf(new PlaygroundError('worker-died'))),
    advance(steps) {
      const first = now().step + 1;
      become({ step: now().step + steps, loss: 0.25 });
      script.events().metrics({
        steps: Float64Array.from({ length: steps }, (_, index) => first + index),
        losses: new Float32Array(steps).fill(0.25),
        imagesPerSecond: 100,
        secondsLeft: 60,
        status: now(),
      });
    },
    factory: (engineEvents, whenDead) => {
      events = engineEvents;
      onDeath = whenDead;
      return { call: calls, close: () => script.calls.push('close') };
    },
  };
  const said = (call: string): void => {
    script.calls.push(call);
  };

  const calls: EngineCalls = {
    async open({ experiment, resume }) {
      said(`open ${resume}`);
      if (script.openFails) throw new PlaygroundError(script.openFails.code);
      const saved = resume === 'last' ? script.autosave : null;
      status = freshStatus(saved?.experiment ?? experiment);
      if (saved) become({ step: saved.step, phase: 'paused', loss: 0.25 });
      return {
        backend: 'webgpu',
        adapter: 'scripted',
        features: [],
        fallback: null,
        status: now(),
        autosave: script.autosave,
      };
    },
    async reset(experiment) {
      said(`reset ${experiment.seed}`);
      status = freshStatus(experiment);
      return status;
    },
    async train() {
      said('train');
      return become({ phase: 'training' });
    },
    async pause() {
      said('pause');
      return become({ phase: 'paused' });
    },
    async step() {
      said('step');
      return become({ phase: 'paused', step: now().step + 1, loss: 0.25 });
    },
    async setLearningRate(value) {
      said(`setLearningRate ${value}`);
      return become({ learningRate: value });
    },
    async setPreviewEvery() {},
    generate: ({ seed }, signal) =>
      new Promise((resolve, reject) => {
        said(`generate ${seed}`);
        signal?.addEventListener('abort', () => reject(new PlaygroundError('cancelled')));
        setTimeout(() => resolve({ step: now().step, noise: picture, samples: picture }), 1000);
      }),
    async restore({ original, baseline }) {
      said(`restore ${baseline}`);
      const pictures = { original, damaged: original, restored: original, baseline: original };
      return { step: now().step, ...pictures, quality: { damaged: quality, restored: quality, baseline: quality } };
    },
    testImage: async () => ({ picture, label: 3 }),
    save: async () => new Uint8Array(4),
    async load() {
      throw new PlaygroundError('checkpoint-not-one', { name: 'checkpoint' });
    },
    async autosave() {
      said('autosave');
      return null;
    },
    async resumeAutosave() {
      said('resumeAutosave');
      const { experiment, step } = script.autosave ?? { experiment: now().experiment, step: 0 };
      return become({ experiment, step, phase: 'paused' });
    },
    async discardAutosave() {
      said('discardAutosave');
    },
    memory: async () => ({ tensors: 0, bytes: 0 }),
  };
  return script;
}

function freshStatus(experiment: Experiment): RunStatus {
  return {
    phase: 'ready',
    experiment,
    step: 0,
    epoch: 0,
    stepInEpoch: 0,
    stepsPerEpoch: 782,
    learningRate: experiment.learningRate,
    loss: null,
    epochLosses: [],
  };
}
