/** The parts of an open session: the device, the data, the run, and their watchers. */

import { type Device, openDevice } from '../ml/backends/open-device.ts';
import { isEvaluationStep, lookDefaults } from '../ml/config.ts';
import { inErrorScope } from '../ml/device/error-scopes.ts';
import { parseExperiment, parseParameter } from '../ml/experiment.ts';
import type { AutosaveInfo, EngineEvents, OpenOptions } from '../workers/protocol.ts';
import { Autosave, type Snapshot } from './autosave.ts';
import { DataFeed } from './data-feed.ts';
import { Evaluator } from './evaluator.ts';
import type { EngineHost, SnapshotStorage } from './host.ts';
import { CheckedLock, type Lock } from './lock.ts';
import type { Failures } from './lost-device.ts';
import { openNamedSet } from './open-data.ts';
import { Preparation } from './preparation.ts';
import { Run } from './run.ts';
import { snapshotBytes } from './take-snapshot.ts';
import { Trainer } from './trainer.ts';
import { isPreviewStep, Previewer } from './training-preview.ts';

export interface Opened {
  readonly device: Device;
  readonly feed: DataFeed;
  readonly trainer: Trainer;
  readonly preparation: Preparation;
  readonly previewer: Previewer;
  readonly evaluator: Evaluator;
  /** Where the host has the data sets. */
  readonly dataRoot: string;
  readonly autosave: Autosave | null;
  /** Found when opening, and neither resumed nor discarded yet. */
  offered: AutosaveInfo | null;
  previewEvery: number;
  evaluateEvery: number;
}

/** The session's reactions to events in its parts. */
export interface OpenedListener {
  /** Null if there is nothing worth saving. */
  snapshot(): Promise<Snapshot | null>;
  /** Training waits for images. */
  waits(): void;
  /** Training has ended, for whatever reason. */
  stopped(opened: Opened, error: unknown): void;
  readonly failures: Failures;
}

/**
 * Without a GPU a step blocks the thread, and every write of a save would wait for a step: a save
 * would take seconds. Training waits for the save instead.
 */
function savingInTurns(storage: SnapshotStorage, lock: Lock): SnapshotStorage {
  return {
    save: (info, zip, spared) => lock.take(() => storage.save(info, zip, spared)),
    list: () => storage.list(),
    load: (runId) => storage.load(runId),
    remove: (info) => storage.remove(info),
  };
}

/**
 * A fresh run of the options' experiment, on its own device. Everything that uses the device takes
 * `lock`. A failure leaves nothing behind.
 */
export async function openParts(
  options: OpenOptions,
  dataRoot: string,
  host: EngineHost,
  lock: Lock,
  events: EngineEvents,
  listener: OpenedListener,
): Promise<Opened> {
  const experiment = parseExperiment(options.experiment);
  const previewEvery = parseParameter('previewEvery', options.previewEvery);
  const { storage } = host;
  const dataSet = await openNamedSet({ host, dataRoot }, experiment.data);
  dataSet.settleShard('train', 0).catch(() => {}); // loads in the background; the first step asks again
  const device = await openDevice(options.backend);
  const { failures } = listener;
  const report = (error: unknown): void => failures.report(error);
  const preparation = new Preparation(lock, { progress: (progress) => events.preparing(progress), failed: report });
  try {
    // Programs compile in parallel with this thread, which draws the weights meanwhile.
    const warmUp = Run.warmUp(experiment, dataSet.description);
    if (!options.unprepared) await preparation.begin(warmUp);
    const begun = await inErrorScope(() => Run.begin(experiment, dataSet));
    begun.stepBytes = warmUp.stepBytes;
    if (begun.unmet) report(begun.unmet);
    const trainer = new Trainer(begun, lock, events, {
      submitted: (step) => {
        if (isEvaluationStep(step, opened.evaluateEvery)) opened.evaluator.submitted();
      },
      settled: ({ step }) => {
        opened.feed.stepSettled();
        opened.autosave?.stepSettled();
        if (isPreviewStep(step, opened.previewEvery)) opened.previewer.ask();
      },
      waits: () => listener.waits(),
      causeOf: (error) => failures.causeOf(error),
      stopped: (error) => listener.stopped(opened, error),
    });
    const run = () => trainer.run;
    const checked = new CheckedLock(lock);
    const opened: Opened = {
      device,
      dataRoot,
      trainer,
      previewEvery,
      evaluateEvery: lookDefaults.evaluateEvery,
      feed: new DataFeed(begun.dataSet, events, () => host.savesData?.() ?? false),
      preparation,
      previewer: new Previewer(
        checked,
        run,
        () => opened.previewEvery,
        (preview) => events.preview(preview),
        report,
      ),
      evaluator: new Evaluator(checked, run, {
        evaluated: (evaluation) => events.evaluation(evaluation),
        failed: report,
      }),
      autosave:
        storage &&
        new Autosave(
          device.backend === 'cpu' ? savingInTurns(storage, lock) : storage,
          () => listener.snapshot(),
          () => snapshotBytes(run()),
          report,
        ),
      offered: null,
    };
    // Buffers that could not be made or written may hold anything, even numbers that look like
    // losses.
    device.errors((error) => trainer.fail(error));
    failures.watch(device, () => {
      opened.autosave?.stop();
      opened.feed.close();
    });
    return opened;
  } catch (error) {
    preparation.abandon();
    device.dispose();
    throw error;
  }
}
