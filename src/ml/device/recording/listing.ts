/**
 * A recording as text: one line for each command, with its program, its workgroups and every range
 * of a buffer that it reads or writes. Two runs made the device do the same if and only if their
 * lines are equal. The recording's own buffers are numbered in the order of their first use,
 * numbers from the host appear as a fingerprint, and everything else is named by its identity.
 */
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { Command, Range, Recording } from './commands.ts';
import type { RecordingPool } from './pool.ts';

let objects = 0;
const identities = new WeakMap<object, number>();

/** A number that stays the same for the object's life and that no other object has. */
export function identityOf(object: object): number {
  const known = identities.get(object);
  if (known !== undefined) return known;
  identities.set(object, ++objects);
  return objects;
}

export class Listing {
  readonly #own = new Map<GPUBuffer, number>();
  /** Fingerprints of the host's writes into each buffer of the pool, in order. */
  readonly #written = new Map<GPUBuffer, string[]>();

  constructor(private readonly pool: RecordingPool) {}

  /** The host has written `values` into a buffer of the pool. */
  wrote(buffer: GPUBuffer, offset: number, values: ArrayBufferView): void {
    const written = this.#written.get(buffer) ?? [];
    written.push(`${offset > 0 ? `${offset}: ` : ''}${fingerprintOf(values)}`);
    this.#written.set(buffer, written);
  }

  /** Call it once, before the pool has given up any buffer. */
  lines(commands: readonly Command[], result: Range, { shape, dtype }: Pick<TensorInfo, 'shape' | 'dtype'>): string[] {
    return [
      ...commands.map((command) => this.#line(command)),
      `result ${this.#range(result)} ${dtype} [${shape.join()}]`,
    ];
  }

  #line(command: Command): string {
    switch (command.kind) {
      case 'dispatch': {
        const { pipeline, workgroups, bindings } = command;
        const ranges = bindings.map((range) => this.#range(range)).join(', ');
        return `dispatch ${pipeline.label || 'program'} #${identityOf(pipeline)} by ${workgroups.join(' x ')}: ${ranges}`;
      }
      case 'copy': {
        const { from, fromOffset, to, toOffset, size } = command;
        const [source, target] = [
          { buffer: from, offset: fromOffset, size },
          { buffer: to, offset: toOffset, size },
        ];
        return `copy ${this.#range(source)} to ${this.#range(target)}`;
      }
      case 'clear':
        return `clear ${this.#range(command)}`;
      default:
        return command satisfies never;
    }
  }

  #range({ buffer, offset, size }: Range): string {
    return `${this.#name(buffer)} [${offset > 0 ? `${offset} + ` : ''}${size}]`;
  }

  #name(buffer: GPUBuffer): string {
    if (!this.pool.has(buffer)) return `outside ${identityOf(buffer)}`;
    const number = this.#own.get(buffer) ?? this.#own.size;
    this.#own.set(buffer, number);
    const written = this.#written.get(buffer);
    return written ? `constant ${number} (${written.join('; ')})` : `own ${number}`;
  }
}

/**
 * A recording for people to read: its totals, then every line. `bytes`: size of its pool.
 * `submits`: how many parts it is submitted in.
 */
export function describe(
  { commands, lines }: Pick<Recording, 'commands' | 'lines'>,
  bytes: number,
  submits: number,
): string {
  const programs = new Map<string, number>();
  let [copies, clears, passes] = [0, 0, 0];
  let before: Command['kind'] | null = null;
  for (const command of commands) {
    if (command.kind === 'dispatch') {
      const name = command.pipeline.label || 'program';
      programs.set(name, (programs.get(name) ?? 0) + 1);
      if (before !== 'dispatch') passes++;
    } else if (command.kind === 'copy') copies++;
    else clears++;
    before = command.kind;
  }
  const dispatches = commands.length - copies - clears;
  const often = [...programs].sort(([, a], [, b]) => b - a).map(([name, times]) => `  ${times} x ${name}`);
  return [
    `${submits} ${submits === 1 ? 'submit' : 'submits'}, ${passes} passes, ${dispatches} dispatches, ${copies} copies, ${clears} clears; ${bytes} bytes in buffers of its own`,
    ...often,
    ...lines.map((line, i) => `${String(i).padStart(5)} ${line}`),
  ].join('\n');
}

/** The first line of each listing that differs from the other's; null if the listings are equal. */
export function differenceBetween(before: readonly string[], after: readonly string[]): string | null {
  const length = Math.max(before.length, after.length);
  for (let i = 0; i < length; i++) {
    const [was, is] = [before[i] ?? 'nothing', after[i] ?? 'nothing'];
    if (was !== is) return `command ${i} was "${was}" and is "${is}"`;
  }
  return null;
}

/**
 * 64 bits that distinguish byte sequences: two hashes like FNV-1a over words, computed in parallel.
 */
function fingerprintOf({ buffer, byteOffset, byteLength }: ArrayBufferView): string {
  let low = 0x811c9dc5;
  let high = 0x9747b28c;
  const add = (value: number): void => {
    low = Math.imul(low ^ value, 0x01000193);
    const mixed = Math.imul(high ^ value, 0x85ebca6b);
    high = mixed ^ (mixed >>> 15);
  };
  add(byteLength);
  // Uses whole words where possible; a view may begin and end between words.
  const words = byteOffset % 4 === 0 ? Math.floor(byteLength / 4) : 0;
  if (words > 0) for (const word of new Int32Array(buffer, byteOffset, words)) add(word);
  for (const byte of new Uint8Array(buffer, byteOffset + 4 * words, byteLength - 4 * words)) add(byte);
  return `${(high >>> 0).toString(16)}-${(low >>> 0).toString(16)}`;
}
