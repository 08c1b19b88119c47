/**
 * The data set in a run's metrics may have up to a thousand class names, which never change but
 * would be sent thirty times a second. So a batch carries the data set only if it differs from the
 * batch before; the page's side puts it back.
 */
import type { EngineEvents, MetricsBatch, RunStatus } from './protocol.ts';

/** A batch as it is sent. `dataSet`: null if it is that of the batch before. */
export interface SentBatch extends Omit<MetricsBatch, 'status'> {
  readonly status: Omit<RunStatus, 'dataSet'> & { readonly dataSet: RunStatus['dataSet'] | null };
}

/** `EngineEvents` as they are sent. */
export interface SentEvents extends Omit<EngineEvents, 'metrics'> {
  metrics(batch: SentBatch): void;
}

/** For one worker: leaves out a set that has just been sent. */
export function leaveOutSet(): (batch: MetricsBatch) => SentBatch {
  let sent: RunStatus['dataSet'] | null = null;
  return (batch) => {
    const { dataSet } = batch.status;
    if (dataSet === sent) return { ...batch, status: { ...batch.status, dataSet: null } };
    sent = dataSet;
    return batch;
  };
}

/** For the same worker: puts back what was left out. Throws if the first batch has no set. */
export function putSetBack(): (batch: SentBatch) => MetricsBatch {
  let known: RunStatus['dataSet'] | null = null;
  return (batch) => {
    const { status } = batch;
    known = status.dataSet ?? known;
    if (known === null) throw new Error('metrics of a data set that was never sent');
    return { ...batch, status: { ...status, dataSet: known } };
  };
}
