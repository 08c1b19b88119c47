/**
 * What a host provides: bytes and a decoder. The page fetches (`src/workers/browser-shards.ts`),
 * Node reads files (`cli/node-shards.ts`).
 */

export interface DecodedMosaic {
  readonly width: number;
  readonly height: number;
  /** [height, width, 3], row-major: exactly the encoded pixels. */
  readonly rgb: Uint8Array<ArrayBuffer>;
}

export interface ShardSource {
  /**
   * Parsed JSON, not yet validated. Throws `data-missing` if there is none, `data-unreachable` if
   * its host does not answer, `data-host-unreachable` if that is not the page's own.
   */
  manifest(signal?: AbortSignal): Promise<unknown>;
  /**
   * The bytes of a file beside the manifest. `hash`: the SHA-256 from the manifest, by which a host
   * with a cache finds the file; the caller checks the bytes against it. Throws
   * `data-shard-missing` if the file does not exist, anything else for a failed transfer.
   */
  read(file: string, signal?: AbortSignal, hash?: string): Promise<Uint8Array<ArrayBuffer>>;
  decode(webp: Uint8Array<ArrayBuffer>): Promise<DecodedMosaic>;
}
