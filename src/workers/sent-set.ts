/**
 * A run's data set in its metrics: up to a thousand class names, which would cross thirty times a
 * second and never change. It crosses where it is another than in the batch before, and is put back
 * on the page's side.
 */
import type { EngineEvents, MetricsBatch, RunStatus } from './protocol.ts';

/** As it crosses. `dataSet`: null where it is that of the batch before. */
export interface SentBatch extends Omit<MetricsBatch, 'status'> {
  readonly status: Omit<RunStatus, 'dataSet'> & { readonly dataSet: RunStatus['dataSet'] | null };
}

/** `EngineEvents` as they cross. */
export interface SentEvents extends Omit<EngineEvents, 'metrics'> {
  metrics(batch: SentBatch): void;
}

/** For one worker: leaves out what was sent already. */
export function leaveOutSet(): (batch: MetricsBatch) => SentBatch {
  let sent: RunStatus['dataSet'] | null = null;
  return (batch) => {
    const { dataSet } = batch.status;
    if (dataSet === sent) return { ...batch, status: { ...batch.status, dataSet: null } };
    sent = dataSet;
    return batch;
  };
}

/** For the same worker: what was left out is back. Throws where the first batch has none. */
export function putSetBack(): (batch: SentBatch) => MetricsBatch {
  let known: RunStatus['dataSet'] | null = null;
  return (batch) => {
    const { status } = batch;
    known = status.dataSet ?? known;
    if (known === null) throw new Error('metrics of a data set that was never sent');
    return { ...batch, status: { ...status, dataSet: known } };
  };
}
