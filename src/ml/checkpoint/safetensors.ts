/**
 * The safetensors format (https://github.com/huggingface/safetensors#format): 8 bytes of little-endian header length, a JSON header of
 * {name: {dtype, shape, data_offsets}}, then the tensors' bytes without a gap. Files come from anywhere: everything is checked.
 */
import { z } from 'zod';
import { PlaygroundError } from '../errors.ts';
import type { TensorValues } from '../nn/torch-layout.ts';

export type NamedTensors = ReadonlyMap<string, TensorValues>;

/** The format allows 100 MB; a header takes about 100 bytes a tensor. */
const maxHeaderBytes = 1 << 20;
const maxRank = 8;
const lengthBytes = 8;

const bytesPer = { F32: 4, F16: 2, BF16: 2 } as const;
type Dtype = keyof typeof bytesPer;

const wholeNumber = z.int().min(0);
const entrySchema = z.object({
  dtype: z.string(),
  shape: z.array(wholeNumber).max(maxRank),
  data_offsets: z.tuple([wholeNumber, wholeNumber]),
});
const headerSchema = z.record(z.string(), z.unknown());
const metadataSchema = z.record(z.string(), z.string()).optional();

/** Float32, in the order of the map; the data begins on a multiple of 8 bytes. */
export function writeSafetensors(
  tensors: NamedTensors,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array<ArrayBuffer> {
  const header: Record<string, unknown> = { __metadata__: metadata };
  let end = 0;
  for (const [name, { shape, values }] of tensors) {
    header[name] = { dtype: 'F32', shape, data_offsets: [end, end + values.byteLength] };
    end += values.byteLength;
  }
  const json = new TextEncoder().encode(JSON.stringify(header));
  const headerBytes = Math.ceil(json.length / 8) * 8;
  const bytes = new Uint8Array(lengthBytes + headerBytes + end);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerBytes), true);
  bytes.fill(0x20, lengthBytes, lengthBytes + headerBytes); // padded with spaces, as the format says
  bytes.set(json, lengthBytes);
  let offset = lengthBytes + headerBytes;
  for (const { values } of tensors.values()) {
    bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), offset);
    offset += values.byteLength;
  }
  return bytes;
}

/** F32, F16 and BF16 in, float32 out. `file` names the file in errors. Throws `checkpoint-invalid` unless every byte is accounted for. */
export function readSafetensors(file: string, bytes: Uint8Array): NamedTensors {
  const refuse = (reason: string): never => {
    throw new PlaygroundError('checkpoint-invalid', { file, reason });
  };
  const { header, body } = splitHeader(bytes, refuse);

  const entries = Object.entries(header)
    .filter(([name]) => name !== '__metadata__')
    .map(([name, value]) => {
      const entry = entrySchema.safeParse(value);
      if (!entry.success) return refuse(`the entry of ${name} is malformed`);
      const { dtype, shape, data_offsets } = entry.data;
      if (!isDtype(dtype)) return refuse(`${name} is of type ${dtype}; F32, F16 and BF16 can be read`);
      return { name, dtype, shape, begin: data_offsets[0], end: data_offsets[1] };
    })
    .sort((a, b) => a.begin - b.begin || a.end - b.end);

  let covered = 0;
  for (const { name, dtype, shape, begin, end } of entries) {
    if (begin !== covered) refuse(`the bytes of ${name} ${begin < covered ? 'overlap others' : 'leave a hole'}`);
    if (end > body.length || end < begin) refuse(`the bytes of ${name} lie outside the file`);
    const size = shape.reduce((product, side) => product * side, bytesPer[dtype]);
    if (size !== end - begin) refuse(`${name} has ${end - begin} bytes where its shape takes ${size}`);
    covered = end;
  }
  if (covered !== body.length) refuse(`${body.length - covered} bytes belong to no tensor`);

  const tensors = new Map<string, TensorValues>();
  for (const { name, dtype, shape, begin, end } of entries) {
    const values = decode(dtype, body.slice(begin, end));
    if (!values.every(Number.isFinite)) refuse(`${name} holds a value that is not a finite number`);
    tensors.set(name, { shape, values });
  }
  return tensors;
}

function splitHeader(bytes: Uint8Array, refuse: (reason: string) => never) {
  if (bytes.length < lengthBytes) return refuse('it is too short');
  const length = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
  if (length > BigInt(maxHeaderBytes)) return refuse(`its header would be ${length} bytes`);
  const bodyStart = lengthBytes + Number(length);
  if (bodyStart > bytes.length) return refuse('it is cut short');
  const json = parseJson(bytes.subarray(lengthBytes, bodyStart), refuse);
  const header = headerSchema.safeParse(json);
  if (!header.success || Array.isArray(json)) return refuse('its header is not an object');
  if (!metadataSchema.safeParse(header.data.__metadata__).success) return refuse('its metadata is malformed');
  return { header: header.data, body: bytes.subarray(bodyStart) };
}

function parseJson(bytes: Uint8Array, refuse: (reason: string) => never): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return refuse('its header is not JSON');
  }
}

const isDtype = (name: string): name is Dtype => Object.hasOwn(bytesPer, name);

/** `bytes` own their buffer, so that views of any element size are aligned. All hosts are little-endian, as the format is. */
function decode(dtype: Dtype, bytes: Uint8Array<ArrayBuffer>): Float32Array<ArrayBuffer> {
  switch (dtype) {
    case 'F32':
      return new Float32Array(bytes.buffer);
    case 'F16':
      return Float32Array.from(new Uint16Array(bytes.buffer), halfToFloat);
    case 'BF16': {
      // bfloat16 is the upper half of a float32.
      const words = Uint32Array.from(new Uint16Array(bytes.buffer), (half) => half << 16);
      return new Float32Array(words.buffer);
    }
    default:
      return dtype satisfies never;
  }
}

/** IEEE 754 binary16: sign, 5 bits of exponent (bias 15), 10 of fraction. */
function halfToFloat(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >>> 10) & 0x1f;
  const fraction = half & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1024 + fraction) * 2 ** (exponent - 25);
}
