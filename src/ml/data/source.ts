/** What a host gives: bytes and a decoder. The page fetches (`src/workers/browser-shards.ts`), Node reads files (`cli/node-shards.ts`). */

export interface DecodedMosaic {
  readonly width: number;
  readonly height: number;
  /** [height, width, 3], row-major: exactly what was encoded. */
  readonly rgb: Uint8Array<ArrayBuffer>;
}

export interface ShardSource {
  /** Parsed JSON, not yet validated. Throws `data-missing` where there is none. */
  manifest(signal?: AbortSignal): Promise<unknown>;
  /** The bytes of a file beside the manifest. Throws `data-shard-missing` where there is none, anything else for a failed transfer. */
  read(file: string, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>>;
  decode(webp: Uint8Array<ArrayBuffer>): Promise<DecodedMosaic>;
}
