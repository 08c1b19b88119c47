/** Number of checks that are remembered: half a minute at one a second. */
const remembered = 30;

/**
 * The share of the remembered checks in which training waited for data; 0 until there are enough
 * checks.
 */
export class WaitingShare {
  readonly #looks: boolean[] = [];

  note(isWaiting: boolean): number {
    this.#looks.push(isWaiting);
    if (this.#looks.length > remembered) this.#looks.shift();
    return this.#looks.length < remembered ? 0 : this.#looks.filter(Boolean).length / remembered;
  }
}
