/** Soon after the start much changes with every step. */
const early: readonly number[] = [1, 25, 50, 100];

/** Whether an evaluation follows the step (counted from 1). The first shows what training began with. */
export function isEvaluationStep(step: number, every: number): boolean {
  return early.includes(step) || step % every === 0;
}
