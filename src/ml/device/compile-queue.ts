/**
 * Programs that are being compiled for one device, by source. Only a few compile at a time, so that
 * a program that nobody waits for any more need not be started.
 */

export interface Compiling {
  readonly pipeline: Promise<GPUComputePipeline>;
  /** Resolves when the program has also been used once. */
  readonly ready: Promise<void>;
}

interface Entry extends Compiling {
  /** The signals of those who wait for it. */
  readonly wanted: Set<AbortSignal>;
  /** Null once compilation has begun. */
  giveUp: ((reason: unknown) => void) | null;
}

export class CompileQueue {
  readonly #entries = new Map<string, Entry>();
  #waiting: (() => void)[] = [];
  #running = 0;

  /** `width`: how many programs compile in parallel. */
  constructor(private readonly width: number) {}

  /**
   * Joins a program with the same source if there is one. `use` runs after compilation; the next
   * program does not wait for it.
   */
  add(
    source: string,
    compile: () => Promise<GPUComputePipeline>,
    use: (pipeline: GPUComputePipeline) => Promise<void>,
  ): Compiling {
    const known = this.#entries.get(source);
    if (known) return known;
    let begin: () => void = () => {};
    let giveUp: Entry['giveUp'] = null;
    const pipeline = new Promise<GPUComputePipeline>((resolve, reject) => {
      begin = () => {
        compile()
          .then(resolve, reject)
          .finally(() => {
            this.#running--;
            this.#fill();
          });
      };
      giveUp = reject;
    });
    const ready = pipeline.then(use).finally(() => {
      if (this.#entries.get(source) === entry) this.#entries.delete(source);
    });
    // Whoever waits for it handles the failure.
    ready.catch(() => {});
    const entry: Entry = { pipeline, ready, wanted: new Set(), giveUp };
    this.#entries.set(source, entry);
    this.#waiting.push(() => {
      if (entry.giveUp === null) return;
      entry.giveUp = null;
      this.#running++;
      begin();
    });
    this.#fill();
    return entry;
  }

  /**
   * All programs that are not ready yet. A program rejects with the signal's reason if everybody
   * who waited for it gave it up before its compilation began.
   */
  waitForAll(signal: AbortSignal): Promise<void>[] {
    const entries = [...this.#entries];
    for (const [, { wanted }] of entries) wanted.add(signal);
    const leave = (): void => {
      for (const [source, entry] of entries) this.#leave(source, entry, signal);
    };
    signal.addEventListener('abort', leave, { once: true });
    return entries.map(([, { ready }]) => ready);
  }

  /** Rejects, with `reason`, programs that have not begun and that nobody waits for. */
  giveUpUnwanted(reason: unknown): void {
    for (const [source, entry] of this.#entries) this.#giveUp(source, entry, reason);
  }

  #leave(source: string, entry: Entry, signal: AbortSignal): void {
    entry.wanted.delete(signal);
    this.#giveUp(source, entry, signal.reason);
  }

  #giveUp(source: string, entry: Entry, reason: unknown): void {
    if (entry.wanted.size > 0 || entry.giveUp === null) return;
    this.#entries.delete(source);
    entry.giveUp(reason);
    entry.giveUp = null;
  }

  #fill(): void {
    while (this.#running < this.width) {
      const start = this.#waiting.shift();
      if (start === undefined) return;
      start();
    }
  }
}
