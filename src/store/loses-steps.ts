import type { StoreContext } from './context.ts';

/**
 * Whether replacing the run loses training steps. A model that has not been trained since it was
 * opened can be opened again.
 */
export function losesSteps(context: Pick<StoreContext, 'get'>): boolean {
  const { run, modelOffer } = context.get();
  const { status } = run;
  const { source } = modelOffer;
  const isUntouched = source?.runId === status?.runId && source?.step === status?.step;
  return status !== null && status.step > 0 && !isUntouched;
}
