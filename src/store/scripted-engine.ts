/**
 * For the store's tests: an engine without a network. The test decides when it dies and what it
 * answers.
 */
import type { Experiment } from '../ml/config.ts';
import { baselinesFor } from '../ml/diffusion/restore/methods.ts';
import { type ErrorReport, PlaygroundError, reportOf } from '../ml/errors.ts';
import type { EngineCalls, PageEvents } from '../workers/client.ts';
import { completeEvents } from '../workers/events.ts';
import type {
  AutosaveInfo,
  AutosaveOffer,
  BackendName,
  GenerateRequest,
  LossCurve,
  OpenOptions,
  Pictures,
  RunStatus,
  ValidationCurve,
} from '../workers/protocol.ts';
import type { EngineFactory } from './engine-restarts.ts';
import { freshStatus, pausedAt, readScripted, second } from './scripted-run.ts';

const picture: Pictures = { count: 1, width: 32, height: 32, rgb: new Uint8Array(3072) };
const quality = { psnr: 20, ssim: 0.5 };

/** State that outlives an engine: the browser's storage, and the test's own observations. */
export interface Script {
  readonly factory: EngineFactory;
  /**
   * Every call, in order, such as `train`, `open none`, `open run-1` or `reset 7` (the seed). Runs
   * are numbered in the order in which they are made, after `runName`.
   */
  readonly calls: string[];
  runName: string;
  autosave: AutosaveInfo | null;
  /** The curves that `load` and the autosave return. */
  history: LossCurve | null;
  validation: ValidationCurve | null;
  /** The last request of `generate`. */
  asked: GenerateRequest | null;
  /** The setting of the current engine. */
  evaluateEvery: number | null;
  /** The backend of the next engine; anything but WebGPU counts as a fallback. */
  backend: BackendName;
  saveFails: boolean;
  /** Whether the engine reports that it is sampling. */
  busy: boolean;
  /** From now on `save` is never answered. */
  holdSave(): void;
  /** A model takes a second to load, and loading can be cancelled. */
  slowLoad: boolean;
  /** The error that `checkConfigurations` throws. */
  refusedConfiguration: PlaygroundError | null;
  /** The next `train` is answered when the returned function is called. */
  holdTrain(): () => void;
  /** The next `load` or `loadFolder` is answered when the returned function is called. */
  holdLoad(): () => void;
  /** The next `pause` is answered when the returned function is called. */
  holdPause(): () => void;
  /** `reset` fails with this error, and the run stays. */
  resetFails: PlaygroundError | null;
  /** `open` fails with this error if `refused` accepts its options. */
  openFails: ErrorReport | null;
  refused: (options: OpenOptions) => boolean;
  /** The result of `offerAnother`. */
  otherAutosave: AutosaveOffer | null;
  /** Continuing the autosave fails with this error. */
  resumeFails: ErrorReport | null;
  /** Adapts an experiment to the device. */
  fit: (experiment: Experiment) => Experiment;
  events(): PageEvents;
  /** The calls, as the page makes them. */
  engineCalls(): EngineCalls;
  die(error?: PlaygroundError): void;
  status(): RunStatus;
  /** Takes steps, as training does. */
  advance(steps: number): void;
}

export function scriptEngine(): Script {
  let runs = 0;
  let opened = 0;
  let held: Promise<void> | null = null;
  let heldPause: Promise<void> | null = null;
  let heldLoad: Promise<void> | null = null;
  let saveHeld = false;
  /** The last step of the newest `train`. */
  let lastStep = Number.POSITIVE_INFINITY;
  const freshRun = (experiment: Experiment): RunStatus => {
    runs += 1;
    return freshStatus(`${script.runName}-${runs}`, script.fit(experiment));
  };
  let events: PageEvents | null = null;
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
    runName: 'run',
    autosave: null,
    history: null,
    validation: null,
    asked: null,
    evaluateEvery: null,
    backend: 'webgpu',
    saveFails: false,
    busy: false,
    holdSave() {
      saveHeld = true;
    },
    slowLoad: false,
    refusedConfiguration: null,
    holdTrain() {
      let answer = (): void => {};
      held = new Promise((resolve) => {
        answer = resolve;
      });
      return answer;
    },
    holdLoad() {
      let answer = (): void => {};
      heldLoad = new Promise((resolve) => {
        answer = resolve;
      });
      return answer;
    },
    holdPause() {
      let answer = (): void => {};
      heldPause = new Promise((resolve) => {
        answer = resolve;
      });
      return answer;
    },
    resetFails: null,
    openFails: null,
    refused: () => true,
    resumeFails: null,
    otherAutosave: null,
    fit: (experiment) => experiment,
    status: now,
    events() {
      if (!events) throw new Error('no engine has been started');
      return events;
    },
    engineCalls: () => calls,
    die: (error = new PlaygroundError('worker-died')) => onDeath?.(reportOf(error)),
    advance(asked) {
      const first = now().step + 1;
      const steps = Math.min(asked, lastStep - now().step);
      become({ step: now().step + steps, loss: 0.25 });
      script.events().metrics({
        steps: Float64Array.from({ length: steps }, (_, index) => first + index),
        losses: new Float32Array(steps).fill(0.25),
        gradientNorms: new Float32Array(steps).fill(0.5),
        imagesPerSecond: 100,
        secondsLeft: 60,
        status: now(),
      });
      if (now().step === lastStep) script.events().status(become({ phase: 'paused' }));
    },
    factory: (listeners, whenDead) => {
      events = completeEvents(listeners);
      onDeath = whenDead;
      // Each engine has its own calls, as in the page.
      return { call: { ...calls }, isBusy: () => script.busy, close: () => script.calls.push('close') };
    },
  };
  const said = (call: string): void => {
    script.calls.push(call);
  };
  const slowly = async (signal: AbortSignal | undefined): Promise<void> => {
    if (script.slowLoad) await second(signal);
    await heldLoad;
    heldLoad = null;
  };
  const loaded = (file: Uint8Array) => {
    const { experiment, step } = readScripted(file);
    const place = step > 0 ? ({ step, phase: 'paused', loss: 0.25 } as const) : {};
    status = { ...freshRun(experiment), origin: 'checkpoint', ...place };
    return { ...status, history: script.history, validation: script.validation };
  };

  const calls: EngineCalls = {
    async open(options) {
      const { experiment, resume, offer } = options;
      const wanted = resume === 'none' ? null : resume.run;
      said(`open ${wanted ?? 'none'}${offer === undefined ? '' : `, offer ${offer}`}`);
      script.evaluateEvery = null;
      if (script.openFails && script.refused(options)) throw new PlaygroundError(script.openFails.code);
      const saved = script.autosave?.runId === wanted ? script.autosave : null;
      status = saved ? pausedAt(saved) : freshRun(experiment);
      const { backend } = script;
      return {
        backend,
        adapter: 'scripted',
        software: false,
        features: [],
        fallback:
          backend === 'webgpu'
            ? null
            : reportOf(
                new PlaygroundError('webgpu-unavailable', { reason: { code: 'quoted', text: 'scripted' }, backend }),
              ),
        status,
        history: saved && script.history,
        validation: saved && script.validation,
        autosave: !saved && (offer === undefined || script.autosave?.runId === offer) ? script.autosave : null,
        otherAutosaves: script.otherAutosave !== null,
      };
    },
    async prepare() {
      said('prepare');
      return now();
    },
    async reset(experiment) {
      said(`reset ${experiment.seed}`);
      if (script.resetFails) throw script.resetFails;
      status = freshRun(experiment);
      return status;
    },
    async train(last = Number.POSITIVE_INFINITY) {
      said('train');
      await held;
      held = null;
      lastStep = last;
      return become({ phase: 'training' });
    },
    async pause() {
      said('pause');
      await heldPause;
      heldPause = null;
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
    async setBatchSize(batchSize) {
      said(`setBatchSize ${batchSize}`);
      const { step, experiment } = now();
      status = { ...freshRun({ ...experiment, batchSize }), step, ...(step > 0 ? { origin: 'checkpoint' } : {}) };
      return { ...status, history: null, validation: null };
    },
    async savedCheckpoint(runId) {
      said(`savedCheckpoint ${runId}`);
      return script.autosave?.runId === runId ? new TextEncoder().encode(JSON.stringify(script.autosave)) : null;
    },
    async isSaved(runId) {
      return script.autosave?.runId === runId;
    },
    async setPreviewEvery() {},
    async setEvaluateEvery(steps) {
      script.evaluateEvery = steps;
    },
    /** Takes a second, or one for each step. */
    async generate(request, signal, onStep) {
      const { seed, sampling } = request;
      said(request.model === undefined ? `generate ${seed}` : `generate ${seed} of ${request.model}`);
      script.asked = request;
      const { kind } = now().network;
      const total = kind === 'diffusion' ? sampling.steps : 1;
      for (let index = 0; index < total; index += 1) {
        await second(signal);
        if (kind === 'one-pass') continue;
        const timestep = total - 1 - index;
        onStep?.({ call: 1, index, total, timestep, noisy: picture, predicted: picture });
      }
      const asDone = kind === 'diffusion' ? sampling : null;
      return { step: now().step, seed, sampling: asDone, noise: picture, samples: picture };
    },
    /**
     * Takes a second for each step of a method that has steps; for a larger picture, each step has
     * two parts.
     */
    async restore({ original, damage, repair, classIndex }, signal, onStep, onProgress) {
      const { method, steps } = repair;
      said(`restore ${damage.kind} by ${method}${classIndex === null ? '' : ` as ${classIndex}`}`);
      const total = method === 'one-pass' ? 1 : steps;
      for (let index = 0; index < total && method !== 'one-pass'; index += 1) {
        await second(signal);
        const timestep = total - 1 - index;
        const parts = { call: 1, pass: index + 1, passes: total, part: 2, parts: 2 };
        if (original.width > picture.width) onProgress?.(parts);
        onStep?.({ call: 1, index, total, timestep, noisy: original, predicted: original });
      }
      const each = Array.from({ length: original.count }, () => quality);
      const pictures = { original, damaged: original, restored: original };
      const baselines = baselinesFor[damage.kind].map((name) => ({ name, pictures: original, quality: each }));
      const figures = { passes: total, milliseconds: 1000 * total, quality: { damaged: each, restored: each } };
      return { step: now().step, ...pictures, ...figures, baselines };
    },
    async nearest({ count }) {
      said(`nearest ${count}`);
      const labels = new Uint16Array(count);
      const indices = new Uint32Array(count);
      return { pictures: picture, distances: new Float32Array(count), indices, labels, compared: 1000 };
    },
    async testImage(index) {
      said(`testImage ${index}`);
      return { picture, label: 3 };
    },
    async noiseLevels(choice) {
      said(`noiseLevels ${choice?.betaSchedule ?? 'of the run'}`);
      if (now().network.kind === 'one-pass') return null;
      const timesteps = Float32Array.from({ length: 10 }, (_, i) => i);
      const alphas = timesteps.map((t) => 1 - t / 10);
      const sigmas = alphas.map((alpha) => Math.sqrt(1 - alpha ** 2));
      return { isFlow: false, timesteps, alphas, sigmas, density: timesteps.map(() => 1) };
    },
    async save() {
      said('save');
      if (saveHeld) await new Promise(() => {});
      if (script.saveFails) throw new PlaygroundError('not-finite', { step: now().step });
      return new TextEncoder().encode(JSON.stringify(now()));
    },
    async load(zip, signal, { learningRate } = {}) {
      said(`load${learningRate === undefined ? '' : ` at ${learningRate}`}`);
      await slowly(signal);
      return loaded(zip);
    },
    async loadFolder(files, signal, { data: onto, learningRate } = {}) {
      const where = onto === undefined || onto === now().dataSet.id ? '' : ` onto ${onto}`;
      const rate = learningRate === undefined ? '' : ` at ${learningRate}`;
      said(`loadFolder ${files.map(({ path }) => path).join(' ')}${where}${rate}`);
      await slowly(signal);
      return loaded(files[0]?.bytes ?? new Uint8Array());
    },
    async openModel(files) {
      opened += 1;
      said(`openModel ${files.map(({ path }) => path).join(' ')}`);
      return { model: opened, network: now().network, step: 100, dataSet: null };
    },
    async closeModel(model) {
      said(`closeModel ${model}`);
    },
    async checkConfigurations(files) {
      said(`checkConfigurations ${files.map(({ path }) => path).join(' ')}`);
      if (script.refusedConfiguration) throw script.refusedConfiguration;
    },
    async autosave() {
      said('autosave');
      return null;
    },
    async resumeAutosave() {
      said('resumeAutosave');
      if (script.resumeFails) throw new PlaygroundError(script.resumeFails.code, script.resumeFails.values);
      if (!script.autosave) throw new PlaygroundError('checkpoint-not-one', { name: 'autosave' });
      status = pausedAt(script.autosave);
      return { ...status, history: script.history, validation: script.validation };
    },
    async offerAnother() {
      said('offerAnother');
      return script.otherAutosave;
    },
    async discardAutosave() {
      said('discardAutosave');
    },
    layers: async () => [],
    memory: async () => ({ tensors: 0, bytes: 0 }),
    replays: async () => [],
  };
  return script;
}
