/**
 * The pictures of a set that is being made: exact copies are counted once, and unreadable files are
 * named.
 */
import { sha256 } from '../ml/data/set-hash.ts';
import { type ErrorReport, PlaygroundError, reportOf } from '../ml/errors.ts';
import { inNaturalOrder } from './class-names.ts';
import { mostSetBytes, namedProblems } from './limits.ts';

export interface SetPicture {
  /** [side, side, channels]. */
  readonly pixels: Uint8Array<ArrayBuffer>;
  /** SHA-256 of the pixels. */
  readonly key: string;
  /** Null if the set has no classes. */
  readonly className: string | null;
  /** Its position among all files, for display: files may be decoded in any order. */
  readonly place: number;
}

/** The result of an import so far. */
export interface CollectionCounts {
  readonly pictures: number;
  /** Exact copies of another picture, compared after shrinking to the set's size. */
  readonly copies: number;
  /** Tiles of a sprite sheet that have only one colour. */
  readonly blank: number;
  /** Files that could not be read. */
  readonly broken: number;
  /** The first few errors. */
  readonly problems: readonly ErrorReport[];
}

export class Collection {
  readonly #pictures = new Map<string, SetPicture>();
  readonly #problems: ErrorReport[] = [];
  #copies = 0;
  #blank = 0;
  #broken = 0;
  #bytes = 0;

  /**
   * Copies in several classes get the class that comes first, independently of their order. Throws
   * `own-too-large` if all pictures together would take too much memory, `own-not-secure` if the
   * host cannot hash.
   */
  async add(pixels: Uint8Array<ArrayBuffer>, className: string | null, place: number): Promise<void> {
    const key = await sha256(pixels);
    if (key === null) throw new PlaygroundError('own-not-secure');
    const picture = { pixels, key, className, place };
    const known = this.#pictures.get(key);
    if (known) {
      this.#copies += 1;
      if (inNaturalOrder(className ?? '', known.className ?? '') < 0) this.#pictures.set(key, picture);
      return;
    }
    this.#bytes += pixels.length;
    if (this.#bytes > mostSetBytes) {
      throw new PlaygroundError('own-too-large', { most: Math.floor(mostSetBytes / pixels.length) });
    }
    this.#pictures.set(key, picture);
  }

  addBlank(): void {
    this.#blank += 1;
  }

  /** Records an error of reading or decoding a file. */
  addProblem(error: unknown): void {
    this.#broken += 1;
    if (this.#problems.length < namedProblems) this.#problems.push(reportOf(error));
  }

  /** Sorted by their places. */
  get pictures(): readonly SetPicture[] {
    return [...this.#pictures.values()].toSorted((a, b) => a.place - b.place);
  }

  get counts(): CollectionCounts {
    const problems = [...this.#problems];
    return { pictures: this.#pictures.size, copies: this.#copies, blank: this.#blank, broken: this.#broken, problems };
  }
}
