/** Soon after the start much changes with every step. */
const early: readonly number[] = [1, 25, 50, 100];

/** Whether an evaluation follows the step (counted from 1). The first shows what training began with. `every` of 0: none ever does. */
export function isEvaluationStep(step: number, every: number): boolean {
  return every > 0 && (early.includes(step) || step % every === 0);
}
