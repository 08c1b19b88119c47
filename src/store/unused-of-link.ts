/**
 * The experiment settings of a link that the model it names overrides. Loaded when such a model has
 * been opened.
 */
import type { DataSetDescription } from '../ml/config.ts';
import { decodeLink, type LinkNotice, namedInLink } from '../share/link.ts';
import type { RunStatus } from '../workers/protocol.ts';

/** `name`: the model's name. Null if the run has the settings of the link. */
export function unusedOfLink(
  hash: string,
  own: readonly DataSetDescription[],
  name: string,
  { experiment, dataSet }: Pick<RunStatus, 'experiment' | 'dataSet'>,
): LinkNotice | null {
  const asked = decodeLink(hash, own).experiment;
  const unused = namedInLink(hash).filter(({ field }) => String(asked[field]) !== String(experiment[field]));
  if (unused.length === 0) return null;
  const keys = unused.map(({ linkKey }) => linkKey).join(', ');
  return { code: 'not-of-model', values: { keys, model: name, recipe: experiment.recipe, data: dataSet.name } };
}
