/**
 * The current position in a film. It is kept outside React: whatever moves sixty times a second
 * draws, without rendering a component.
 */

/** Approximate duration of a whole film, however many frames it has. */
const filmMs = 5000;
/** The longest time per frame: slower ones look like single pictures. */
const longestMs = 400;
/** For visitors who prefer reduced motion: few pictures, each long enough to be looked at. */
const calm = { frames: 8, ms: 800 };
/** Factor by which slow motion is slower. */
const slowness = 4;

/** The source of time: the browser's frames, or a test's. */
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
  /** The request for the browser's next frame, while it plays. */
  #request: number | null = null;
  #wasPlaying = false;
  readonly #listeners = new Set<() => void>();

  /**
   * `length`: the number of frames in the film. `isCalm`: whether the visitor prefers reduced
   * motion.
   */
  constructor(
    private readonly length: () => number,
    private readonly isCalm: () => boolean = () => matchMedia('(prefers-reduced-motion: reduce)').matches,
    private readonly frames: Frames = browserFrames,
  ) {}

  /** The number of a frame; null: the newest frame, and at the end the result. */
  get shown(): number | null {
    return this.#shown;
  }

  get playing(): boolean {
    return this.#request !== null;
  }

  get slow(): boolean {
    return this.#slow;
  }

  /** Returns the function that unsubscribes. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Called when the visitor moves to a frame: a playing film stops. */
  show(frame: number | null): void {
    this.#stop();
    this.#move(frame);
  }

  setSlow(slow: boolean): void {
    this.#slow = slow;
    this.#notify();
  }

  /**
   * Plays from the current position, or from the beginning if that is the end, and stops at the
   * end.
   */
  toggle(): void {
    if (this.playing) this.stop();
    else this.#play();
  }

  /** Stops at the current position. */
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
      // Slow motion continues from the current position.
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
    // The browser's frames come more often than the film's. When playing starts or stops, the
    // button changes too.
    if (isElsewhere || this.#wasPlaying !== this.playing) this.#notify();
    this.#wasPlaying = this.playing;
  }

  #notify(): void {
    for (const listener of this.#listeners) listener();
  }
}
