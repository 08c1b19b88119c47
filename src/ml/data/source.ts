/** What a host gives: bytes and a decoder. The page fetches (`src/workers/browser-shards.ts`), Node reads files (`cli/node-shards.ts`). */

export interface DecodedMosaic {
  readonly width: number;
  readonly height: number;
  /** [height, width, 3], row-major: exactly what was encoded. */
  readonly rgb: Uint8Array<ArrayBuffer>;
}

export interface ShardSource {
  /** Parsed JSON, not yet validated. Throws `data-missing` where there is none, `data-unreachable` where its host does not answer. */
  manifest(signal?: AbortSignal): Promise<unknown>;
  /**
   * The bytes of a file beside the manifest. `hash`: the SHA-256 that the manifest gives, by which a host that keeps files knows whether it has this one; the
   * bytes are compared with it by the caller. Throws `data-shard-missing` where there is none, anything else for a failed transfer.
   */
  read(file: string, signal?: AbortSignal, hash?: string): Promise<Uint8Array<ArrayBuffer>>;
  decode(webp: Uint8Array<ArrayBuffer>): Promise<DecodedMosaic>;
}
