/** Compiles what a computation takes before it is due. */

/**
 * A dry run of `compute`: allocates and computes nothing, and resolves once all its programs are compiled. `onProgress` is told how many are, of how many.
 * Backends that compile as they go just resolve.
 */
export async function compileAhead(
  _compute: () => void,
  _onProgress: (done: number, total: number) => void,
): Promise<void> {}
