/**
 * Downloads `recording/`, which is needed only once a computation runs for the second time. A
 * failed download is tried again.
 */

export type RecordingModule = typeof import('./recording/replay.lazy.ts');

let loaded: RecordingModule | null = null;
let loading: Promise<void> | null = null;
let failure: string | null = null;

/** Most runs between two attempts. The number doubles after each failure. */
const longestPause = 256;
let pause = 0;
let nextPause = 1;

/** Null until it has been loaded. */
export function recordingModule(): RecordingModule | null {
  return loaded;
}

/** Why the last attempt failed; null before the first attempt and after a success. */
export function recordingFailure(): string | null {
  return failure;
}

/**
 * Resolves when runs can be recorded; rejects if the download fails. The next call then tries
 * again.
 */
export function loadRecording(): Promise<void> {
  loading ??= import('./recording/replay.lazy.ts').then(
    (module) => {
      loaded = module;
      failure = null;
    },
    (error: unknown) => {
      loading = null;
      failure = error instanceof Error ? error.message : String(error);
      pause = nextPause;
      nextPause = Math.min(2 * nextPause, longestPause);
      throw error;
    },
  );
  return loading;
}

/** Call it once per run. It downloads, but after a failure not in every run. */
export function wantRecording(): void {
  if (loading !== null) return;
  if (pause > 0) pause--;
  // `recordingFailure` gives the reason.
  else loadRecording().catch(() => {});
}
