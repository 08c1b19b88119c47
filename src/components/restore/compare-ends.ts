/** The words under the two halves of the comparison, each of which says what its half shows; of a half that has no width, where to drag. */
export function endsAt(percent: number) {
  return {
    left: percent > 0 ? 'repair.ends.before' : 'repair.ends.dragBefore',
    right: percent < 100 ? 'repair.ends.after' : 'repair.ends.dragAfter',
  } as const;
}
