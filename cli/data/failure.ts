/** A failure that the user can fix: its message is the only sentence that they read. */
export class DataFailure extends Error {
  override readonly name = 'DataFailure';
}

/** The error code of the operating system, e.g. ENOSPC. */
export function systemCode(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}

/**
 * Says in one sentence why writing below `directory` failed; rethrows errors that do not come from
 * the file system.
 */
export function writingFailure(error: unknown, directory: string): unknown {
  switch (systemCode(error)) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new DataFailure(
        `The disk is full: ${directory} has no room left (all sets take about 115 MB); free some space and run the command again, it goes on where it stopped.`,
        { cause: error },
      );
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new DataFailure(`No permission to write to ${directory}.`, { cause: error });
    case 'ENOTDIR':
    case 'EEXIST':
      return new DataFailure(`${directory} is not a folder.`, { cause: error });
    default:
      return error;
  }
}
