/** Looks that are remembered: half a minute of one a second. */
const remembered = 30;

/** In which share of the last looks training waited for data; 0 until there were as many. */
export class WaitingShare {
  readonly #looks: boolean[] = [];

  note(isWaiting: boolean): number {
    this.#looks.push(isWaiting);
    if (this.#looks.length > remembered) this.#looks.shift();
    return this.#looks.length < remembered ? 0 : this.#looks.filter(Boolean).length / remembered;
  }
}
