/** The model that an exercise needs, and whether it is open. */
import type { NamedModel } from './types/models.ts';
import type { PlaygroundState } from './types.ts';

/** Of a model on the hub, the link may name a branch, and the opened model has its commit. */
export const isSameModel = (a: NamedModel, b: NamedModel): boolean =>
  a.address === b.address || (a.link !== null && a.link === b.link);

/** The model of the exercise if it is not open, trained further or not; null if it is. */
export function missingTaskModel({ view: { taskModel }, modelOffer: { source }, run }: PlaygroundState) {
  if (!taskModel) return null;
  const isOpen = source !== null && source.runId === run.status?.runId && isSameModel(source, taskModel);
  return isOpen ? null : taskModel;
}
