/**
 * The words under the two halves of the comparison: each says what its half shows. For a half
 * without width, the words say where to drag.
 */
export function endsAt(percent: number) {
  return {
    left: percent > 0 ? 'repair.ends.before' : 'repair.ends.dragBefore',
    right: percent < 100 ? 'repair.ends.after' : 'repair.ends.dragAfter',
  } as const;
}
