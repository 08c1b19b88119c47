/** Fetches `recording/`, which nothing needs before something runs for the second time. A download that failed is tried again. */

export type RecordingModule = typeof import('./recording/replay.ts');

let loaded: RecordingModule | null = null;
let loading: Promise<void> | null = null;
let failure: string | null = null;

/** Runs until the next attempt. After each failure twice as many, up to this. */
const longestPause = 256;
let pause = 0;
let nextPause = 1;

/** Null until it has been loaded. */
export function recordingModule(): RecordingModule | null {
  return loaded;
}

/** Why the last attempt failed; null before and after. */
export function recordingFailure(): string | null {
  return failure;
}

/** Resolves when runs can be recorded; rejects where the download fails. The next call then tries again. */
export function loadRecording(): Promise<void> {
  loading ??= import('./recording/replay.ts').then(
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

/** Called once a run: loads it, but after a failure not with every run. */
export function wantRecording(): void {
  if (loading !== null) return;
  if (pause > 0) pause--;
  // `recordingFailure` says what it is.
  else loadRecording().catch(() => {});
}
