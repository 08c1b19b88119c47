/** Where a film is looked at. Outside React: what moves sixty times a second draws, and renders no component. */

/** A whole film takes about so long, however many frames it has. */
const filmMs = 5000;
/** Slower looks like pictures, not like a film. */
const longestMs = 400;
/** Where the visitor asks for less motion: few pictures, each long enough to be looked at. */
const calm = { frames: 8, ms: 800 };
/** How many times as long slow motion takes. */
const slowness = 4;

/** How time passes: the browser's frames, or a test's. */
export interface Frames {
  request(next: (ms: number) => void): number;
  cancel(request: number): void;
}

const browserFrames: Frames = {
  request: (next) => requestAnimationFrame(next),
  cancel: (request) => cancelAnimationFrame(request),
};

export class Playhead {
  #shown: number | null = null;
  #slow = false;
  /** While it plays: the next frame of the browser's. */
  #request: number | null = null;
  #wasPlaying = false;
  readonly #listeners = new Set<() => void>();

  /** `length`: of the film, in frames. `isCalm`: whether the visitor asks for less motion. */
  constructor(
    private readonly length: () => number,
    private readonly isCalm: () => boolean = () => matchMedia('(prefers-reduced-motion: reduce)').matches,
    private readonly frames: Frames = browserFrames,
  ) {}

  /** The number of a frame; null: the newest one, and at the end the result. */
  get shown(): number | null {
    return this.#shown;
  }

  get playing(): boolean {
    return this.#request !== null;
  }

  get slow(): boolean {
    return this.#slow;
  }

  /** Returns what ends it. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** By the visitor: a film that plays stops. */
  show(frame: number | null): void {
    this.#stop();
    this.#move(frame);
  }

  setSlow(slow: boolean): void {
    this.#slow = slow;
    this.#notify();
  }

  /** Plays from the place on show, from the beginning where that is the end, and stops at the end. */
  toggle(): void {
    if (this.playing) this.stop();
    else this.#play();
  }

  /** Where it is. */
  stop(): void {
    this.#stop();
    this.#move(this.#shown);
  }

  #play(): void {
    const calmly = this.isCalm();
    const length = this.length();
    const stride = calmly ? Math.max(1, Math.round(length / calm.frames)) : 1;
    const ms = calmly ? calm.ms : Math.min(longestMs, filmMs / Math.max(1, length));
    const begun = this.#shown ?? 0;
    let passed = 0;
    let last: number | null = null;
    const next = (now: number): void => {
      // Slow motion goes on from the current position.
      if (last !== null) passed += (now - last) / (ms * (this.#slow ? slowness : 1));
      last = now;
      const place = begun + Math.floor(passed) * stride;
      const ends = place >= this.length();
      this.#request = ends ? null : this.frames.request(next);
      this.#move(ends ? null : place);
    };
    this.#request = this.frames.request(next);
    this.#move(begun);
  }

  #stop(): void {
    if (this.#request !== null) this.frames.cancel(this.#request);
    this.#request = null;
  }

  #move(frame: number | null): void {
    const isElsewhere = this.#shown !== frame;
    this.#shown = frame;
    // The browser's frames come more often than the film's. At either end of playing the button changes, too.
    if (isElsewhere || this.#wasPlaying !== this.playing) this.#notify();
    this.#wasPlaying = this.playing;
  }

  #notify(): void {
    for (const listener of this.#listeners) listener();
  }
}
