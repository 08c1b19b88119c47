/** The pictures of a set in the making: exact copies are counted once, and what could not be read is named. */
import { sha256 } from '../ml/data/set-hash.ts';
import { type ErrorReport, PlaygroundError, reportOf } from '../ml/errors.ts';
import { inNaturalOrder } from './class-names.ts';
import { mostSetBytes, namedProblems } from './limits.ts';

export interface SetPicture {
  /** [side, side, channels]. */
  readonly pixels: Uint8Array<ArrayBuffer>;
  /** SHA-256 of the pixels. */
  readonly key: string;
  /** Null where the set has no classes. */
  readonly className: string | null;
  /** Where it stands among all that was brought, for showing: files may be decoded in any order. */
  readonly place: number;
}

/** What an import has come to so far. */
export interface CollectionCounts {
  readonly pictures: number;
  /** Exact copies of one that is there, after they were made as small as the set's pictures are. */
  readonly copies: number;
  /** Tiles of a sprite sheet that are all of one colour. */
  readonly blank: number;
  /** Files that could not be read. */
  readonly broken: number;
  /** The first few of them. */
  readonly problems: readonly ErrorReport[];
}

export class Collection {
  readonly #pictures = new Map<string, SetPicture>();
  readonly #problems: ErrorReport[] = [];
  #copies = 0;
  #blank = 0;
  #broken = 0;
  #bytes = 0;

  /** Of copies in several classes it is the class that comes first, in whatever order they come. Throws `own-too-large` where all together would take too much memory, `own-not-secure` where the host cannot hash. */
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

  /** Whatever reading or decoding the file threw. */
  addProblem(error: unknown): void {
    this.#broken += 1;
    if (this.#problems.length < namedProblems) this.#problems.push(reportOf(error));
  }

  /** By their places. */
  get pictures(): readonly SetPicture[] {
    return [...this.#pictures.values()].toSorted((a, b) => a.place - b.place);
  }

  get counts(): CollectionCounts {
    const problems = [...this.#problems];
    return { pictures: this.#pictures.size, copies: this.#copies, blank: this.#blank, broken: this.#broken, problems };
  }
}
