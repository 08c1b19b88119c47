import type { StoreApi } from 'zustand/vanilla';
import type { FilmFrame, PlaygroundState } from '../../../store/index.ts';
import { Playhead } from './playhead.ts';
import { placeOf, type Scene, sceneAt } from './scene.ts';

/**
 * The film of the last call and its current position. Notifies listeners of every change, so that
 * canvases follow without rendering.
 */
export class FilmView {
  readonly playhead: Playhead;
  readonly #listeners = new Set<() => void>();
  #first: FilmFrame | undefined;

  constructor(private readonly store: StoreApi<PlaygroundState>) {
    this.playhead = new Playhead(() => this.film.length);
  }

  /** Follows the store until the returned function is called. */
  connect(): () => void {
    this.#first = this.film[0];
    const endings = [
      this.playhead.subscribe(() => this.#notify()),
      this.store.subscribe(({ generate }, { generate: before }) => {
        if (generate.film === before.film && generate.result === before.result) return;
        if (generate.film[0] === this.#first) this.#notify();
        else {
          // A new film starts at its newest frame.
          this.#first = generate.film[0];
          if (this.playhead.shown === null && !this.playhead.playing) this.#notify();
          else this.playhead.show(null);
        }
      }),
    ];
    this.#notify();
    return () => {
      for (const end of endings) end();
      this.playhead.stop();
    };
  }

  get film(): readonly FilmFrame[] {
    return this.store.getState().generate.film;
  }

  /** Null before the first frame. */
  scene(): Scene | null {
    const { film, result } = this.store.getState().generate;
    return sceneAt(film, result, this.playhead.shown);
  }

  /** Steps of the current film, or of the next one. */
  get total(): number {
    return this.film.at(-1)?.total ?? this.store.getState().look.sampleSteps;
  }

  showStep(step: number): void {
    this.playhead.show(placeOf(this.film, step, this.scene()?.step ?? 0));
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  #notify(): void {
    for (const listener of this.#listeners) listener();
  }
}
