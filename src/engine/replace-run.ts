/**
 * Replaces the current run. It goes on as before if the other run cannot be made or is no longer
 * wanted.
 */
import type { Experiment } from '../ml/config.ts';
import type { DataSet } from '../ml/data/dataset.ts';
import type { DataSetDescription } from '../ml/data/description.ts';
import { PlaygroundError } from '../ml/errors.ts';
import type { RunStatus } from '../workers/protocol.ts';
import { unlessAborted } from './calls.ts';
import { type CheckedLock, nextTask } from './lock.ts';
import type { Opened } from './opened.ts';
import type { Run } from './run.ts';

export interface Replacement {
  /** Id of the data set that it learns from. */
  readonly data: string;
  /** A checkpoint's description of the set. */
  readonly wanted?: DataSetDescription | null;
  /** `experiment`: the current run's. */
  make(experiment: Experiment, dataSet: DataSet): Promise<Run>;
}

export interface ReplaceOptions {
  /** Opens another data set than the current one. */
  openData(wanted: Pick<Replacement, 'data' | 'wanted'>): Promise<DataSet>;
  /** Trains the current run again. */
  goOn(lastStep: number): Promise<unknown>;
  /** Something that the visitor should know and that ends nothing. */
  report(error: unknown): void;
  /** If it aborts before the replacement, this rejects with `cancelled`. */
  readonly signal: AbortSignal | undefined;
}

/**
 * The new run is made before the current one stops, so that an error in it costs nothing.
 * Everything that uses the device takes `lock`.
 */
export async function replaceRun(
  { trainer, feed, preparation, previewer, evaluator }: Opened,
  lock: CheckedLock,
  replacement: Replacement,
  { openData, goOn, report, signal }: ReplaceOptions,
): Promise<RunStatus> {
  const { dataSet: before } = trainer.run;
  // Downloads without the device's lock.
  const { data, wanted } = replacement;
  const there = data === before.description.id ? before : await openData(replacement);
  const dataSet = wanted ? await there.like(wanted) : there.whole;
  unlessAborted(signal);
  const { running } = trainer;
  // Otherwise the first step would start as soon as the preparation is abandoned, and compile what
  // was not prepared.
  if (trainer.waitsForDevice) await trainer.stop();
  preparation.abandon();
  try {
    const run = await lock.take(() => replacement.make(trainer.run.experiment, dataSet));
    await nextTask(); // where a cancellation arrives
    if (signal?.aborted !== true) await trainer.stop();
    if (signal?.aborted) await lock.take(() => run.dispose());
    unlessAborted(signal);
    evaluator.abandon();
    await trainer.replace(run);
  } catch (error) {
    if (!running) void preparation.begin(trainer.run);
    else await goOn(trainer.lastStep).catch(() => {}); // it has failed meanwhile, and said so
    throw error;
  }
  const { run } = trainer;
  if (run.unmet) report(run.unmet);
  const images = run.dataSet.description.counts.train;
  const all = dataSet.whole.description.counts.train;
  if (images !== all) report(new PlaygroundError('data-more', { images, all }));
  const had = wanted?.counts.train ?? images;
  if (had > all) report(new PlaygroundError('data-fewer', { images: had, all }));
  const isSame = run.dataSet === before;
  if (!isSame) {
    before.dispose();
    feed.follow(run.dataSet, run.experiment);
  }
  await preparation.begin(run); // the status says what it found out
  previewer.ask();
  if (isSame) feed.showSample(run.experiment).catch(report);
  return trainer.status();
}
