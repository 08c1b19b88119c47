/**
 * The safetensors format (https://github.com/huggingface/safetensors#format): 8 bytes of
 * little-endian header length, a JSON header of {name: {dtype, shape, data_offsets}}, then the
 * tensors' bytes without gaps. Files are not trusted: everything is checked, and the header is
 * checked before any number is read.
 */
import { z } from 'zod';
import { PlaygroundError } from '../errors.ts';
import type { TensorValues } from '../nn/torch-layout.ts';
import type { Reason } from '../reasons.ts';
import { fromBfloat16, fromFloat16, largestHalf, toFloat16 } from './half-floats.ts';

export type NamedTensors = ReadonlyMap<string, TensorValues>;

/** A tensor in a file. Its shape is known; its numbers have not been read yet. */
export interface StoredTensor {
  readonly shape: readonly number[];
  /**
   * Whether it holds integers, such as a counter, positions or a mask. Integers are never weights
   * of a network and cannot be read.
   */
  readonly isInteger: boolean;
  /** Whether it is stored in float64, which reading rounds. */
  readonly isDouble: boolean;
  /**
   * Reads it as float32, as a view of the file's bytes if they already are float32. Throws
   * `checkpoint-invalid` if a number is not finite.
   */
  read(): Float32Array;
}

/** In the order of their bytes in the file. */
export type StoredTensors = ReadonlyMap<string, StoredTensor>;

/** The format allows 100 MB; a header takes about 100 bytes per tensor. */
const maxHeaderBytes = 1 << 20;
const maxRank = 8;
const lengthBytes = 8;

const bytesPer = { F64: 8, F32: 4, F16: 2, BF16: 2 } as const;
type Dtype = keyof typeof bytesPer;
const bytesPerInteger: ReadonlyMap<string, number> = new Map([
  ...['I64', 'U64'].map((name) => [name, 8] as const),
  ...['I32', 'U32'].map((name) => [name, 4] as const),
  ...['I16', 'U16'].map((name) => [name, 2] as const),
  ...['I8', 'U8', 'BOOL'].map((name) => [name, 1] as const),
]);

const wholeNumber = z.int().min(0);
const entrySchema = z.object({
  dtype: z.string(),
  shape: z.array(wholeNumber).max(maxRank),
  data_offsets: z.tuple([wholeNumber, wholeNumber]),
});
const headerSchema = z.record(z.string(), z.unknown());
const metadataSchema = z.record(z.string(), z.string()).nullish();

/**
 * Writes the tensors in the order of the map; the data begin at a multiple of 8 bytes. `dtype` F16
 * rounds to the nearest half, and throws `checkpoint-no-half` if a value is too large for one.
 */
export function writeSafetensors(
  tensors: NamedTensors,
  metadata: Readonly<Record<string, string>> = {},
  dtype: 'F32' | 'F16' = 'F32',
): Uint8Array<ArrayBuffer> {
  const header: Record<string, unknown> = { __metadata__: metadata };
  let end = 0;
  for (const [name, { shape, values }] of tensors) {
    const size = values.length * bytesPer[dtype];
    header[name] = { dtype, shape, data_offsets: [end, end + size] };
    end += size;
  }
  const json = new TextEncoder().encode(JSON.stringify(header));
  const headerBytes = Math.ceil(json.length / 8) * 8;
  const bytes = new Uint8Array(lengthBytes + headerBytes + end);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerBytes), true);
  // The format pads the header with spaces.
  bytes.fill(0x20, lengthBytes, lengthBytes + headerBytes);
  bytes.set(json, lengthBytes);
  let offset = lengthBytes + headerBytes;
  for (const [name, { values }] of tensors) {
    const { buffer, byteOffset, byteLength } = dtype === 'F16' ? halvesOf(name, values) : values;
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), offset);
    offset += byteLength;
  }
  return bytes;
}

function halvesOf(tensor: string, values: Float32Array): Uint16Array {
  try {
    return toFloat16(values);
  } catch (cause) {
    const value = cause instanceof RangeError ? cause.message : '';
    throw new PlaygroundError('checkpoint-no-half', { tensor, value, largest: largestHalf }, { cause });
  }
}

/**
 * Lists a file's tensors in F64, F32, F16 or BF16 without reading their numbers; it may also
 * contain integers. `file` is the name in errors. Throws `checkpoint-invalid` unless every byte
 * belongs to a tensor.
 */
export function openSafetensors(file: string, bytes: Uint8Array): StoredTensors {
  const refuse = (reason: Reason): never => {
    throw new PlaygroundError('checkpoint-invalid', { file, reason });
  };
  const { header, body } = splitHeader(bytes, refuse);

  const entries = Object.entries(header)
    .filter(([name]) => name !== '__metadata__')
    .map(([name, value]) => {
      const entry = entrySchema.safeParse(value);
      if (!entry.success) return refuse({ code: 'entry-malformed', tensor: name });
      const { dtype, shape, data_offsets } = entry.data;
      const width = isDtype(dtype) ? bytesPer[dtype] : bytesPerInteger.get(dtype);
      if (width === undefined) return refuse({ code: 'type-unreadable', tensor: name, type: dtype });
      return { name, dtype, width, shape, begin: data_offsets[0], end: data_offsets[1] };
    })
    .sort((a, b) => a.begin - b.begin || a.end - b.end);

  let covered = 0;
  for (const { name, width, shape, begin, end } of entries) {
    if (begin !== covered) refuse({ code: begin < covered ? 'bytes-overlap' : 'bytes-hole', tensor: name });
    if (end > body.length || end < begin) refuse({ code: 'bytes-outside', tensor: name });
    const size = shape.reduce((product, side) => product * side, width);
    if (size !== end - begin) refuse({ code: 'bytes-unlike-shape', tensor: name, bytes: end - begin, expected: size });
    covered = end;
  }
  if (covered !== body.length) refuse({ code: 'bytes-of-no-tensor', bytes: body.length - covered });

  const stored = entries.map(({ name, dtype, shape, begin, end }): [string, StoredTensor] => {
    const read = (): Float32Array => {
      if (!isDtype(dtype)) return refuse({ code: 'type-of-whole-numbers', tensor: name, type: dtype });
      const values = decode(dtype, body.subarray(begin, end));
      return allFinite(values) ? values : refuse({ code: 'not-finite', tensor: name });
    };
    return [name, { shape, isInteger: !isDtype(dtype), isDouble: dtype === 'F64', read }];
  });
  return new Map(stored);
}

/** Reads all tensors as float32. */
export function readSafetensors(file: string, bytes: Uint8Array): NamedTensors {
  return readAll(openSafetensors(file, bytes));
}

export function readAll(stored: StoredTensors): NamedTensors {
  return new Map([...stored].map(([name, { shape, read }]) => [name, { shape, values: read() }]));
}

function splitHeader(bytes: Uint8Array, refuse: (reason: Reason) => never) {
  if (bytes.length < lengthBytes) return refuse({ code: 'too-short' });
  const length = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
  if (length > BigInt(maxHeaderBytes)) {
    return refuse({ code: 'header-beyond', bytes: String(length), most: maxHeaderBytes });
  }
  const bodyStart = lengthBytes + Number(length);
  if (bodyStart > bytes.length) return refuse({ code: 'cut-short' });
  const json = parseJson(bytes.subarray(lengthBytes, bodyStart), refuse);
  const header = headerSchema.safeParse(json);
  if (!header.success || Array.isArray(json)) return refuse({ code: 'header-not-object' });
  if (!metadataSchema.safeParse(header.data.__metadata__).success) return refuse({ code: 'metadata-malformed' });
  return { header: header.data, body: bytes.subarray(bodyStart) };
}

function parseJson(bytes: Uint8Array, refuse: (reason: Reason) => never): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return refuse({ code: 'header-not-json' });
  }
}

const isDtype = (name: string): name is Dtype => Object.hasOwn(bytesPer, name);

function decode(dtype: Dtype, bytes: Uint8Array): Float32Array {
  const size = bytesPer[dtype];
  // A typed array must begin at a multiple of its element size. The format does not guarantee this,
  // although its own library writes files so.
  const { buffer, byteOffset } = bytes.byteOffset % size === 0 ? bytes : bytes.slice();
  const count = bytes.length / size;
  switch (dtype) {
    case 'F64':
      return Float32Array.from(new Float64Array(buffer, byteOffset, count));
    case 'F32':
      return new Float32Array(buffer, byteOffset, count);
    case 'F16':
      return fromFloat16(new Uint16Array(buffer, byteOffset, count));
    case 'BF16':
      return fromBfloat16(new Uint16Array(buffer, byteOffset, count));
    default:
      return dtype satisfies never;
  }
}

function allFinite(values: Float32Array): boolean {
  for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i])) return false;
  return true;
}
