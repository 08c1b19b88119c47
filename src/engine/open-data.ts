/** Opens the data set that an experiment names, from the host. */
import { type DataSet, openDataSet } from '../ml/data/dataset.ts';
import type { DataSetDescription } from '../ml/data/description.ts';
import { PlaygroundError } from '../ml/errors.ts';
import type { EngineHost } from './host.ts';

/** Codes of errors whose sentence names the set. */
const unreachable: ReadonlySet<string> = new Set(['data-unreachable', 'data-host-unreachable']);

/** Where a host has its data sets. */
export interface DataPlace {
  readonly host: EngineHost;
  readonly dataRoot: string;
}

/**
 * Fetches the manifest, but no shard yet. `wanted`: a checkpoint's description of the set, so that
 * a visitor who lacks the set learns which one it is. Throws `data-missing`, `data-unreachable`,
 * `data-host-unreachable`, `data-set-missing`, or `data-manifest-invalid`, the last also if the
 * manifest describes another set.
 */
export async function openNamedSet(
  { host, dataRoot }: DataPlace,
  id: string,
  wanted: DataSetDescription | null = null,
  signal?: AbortSignal,
): Promise<DataSet> {
  const dataSet = await openDataSet(host.openData(id, dataRoot), signal).catch((error: unknown) => {
    if (error instanceof PlaygroundError && unreachable.has(error.code))
      throw new PlaygroundError(error.code, { ...error.values, set: id }, { cause: error });
    const isMissing = error instanceof PlaygroundError && error.code === 'data-set-missing';
    if (!isMissing || wanted === null) throw error;
    const { name, counts, hash, side, channels } = wanted;
    throw new PlaygroundError(
      'data-set-missing',
      { name, count: counts.train + counts.test, hash, side, channels },
      { cause: error },
    );
  });
  const { description } = dataSet;
  if (description.id === id) return dataSet;
  throw new PlaygroundError('data-manifest-invalid', {
    reason: { code: 'other-set', id: description.id, expected: id },
  });
}
