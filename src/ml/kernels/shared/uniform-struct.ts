/** Converts named numbers to the bytes of a WGSL struct. */

export type UniformType = 'u32' | 'i32' | 'f32' | 'vec2<i32>';
export type UniformTypes = Readonly<Record<string, UniformType>>;
export type UniformValues = Readonly<Record<string, number | readonly [number, number]>>;

/** The fields of a struct, as written between its braces. */
export function uniformFields(types: UniformTypes): string {
  return Object.entries(types)
    .map(([name, type]) => `${name} : ${type},`)
    .join(' ');
}

/**
 * Follows WGSL's layout of a uniform struct (section "Alignment and Size"): a number begins at a
 * multiple of 4, a pair at a multiple of 8, and the size is a multiple of 16.
 */
export function uniformBytes(types: UniformTypes, values: UniformValues): Uint32Array<ArrayBuffer> {
  const fields = Object.entries(types);
  // Large enough even if every field is a pair.
  const bytes = new DataView(new ArrayBuffer(Math.ceil(fields.length / 2) * 16));
  let end = 0;
  for (const [name, type] of fields) {
    const value = values[name];
    if (value === undefined) throw new Error(`no uniform ${name}`);
    if (typeof value !== 'number') {
      if (type !== 'vec2<i32>') throw new Error(`uniform ${name} is one number`);
      const start = Math.ceil(end / 8) * 8;
      bytes.setInt32(start, value[0], true);
      bytes.setInt32(start + 4, value[1], true);
      end = start + 8;
      continue;
    }
    switch (type) {
      case 'u32':
        bytes.setUint32(end, value, true);
        break;
      case 'i32':
        bytes.setInt32(end, value, true);
        break;
      case 'f32':
        bytes.setFloat32(end, value, true);
        break;
      case 'vec2<i32>':
        throw new Error(`uniform ${name} is two numbers`);
      default:
        return type satisfies never;
    }
    end += 4;
  }
  return new Uint32Array(bytes.buffer, 0, Math.ceil(end / 16) * 4);
}
