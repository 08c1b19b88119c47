/**
 * LZW compression for GIF (GIF89a, appendix F): codes of growing width, in sub-blocks of at most
 * 255 bytes.
 */

const mostCodes = 4096;
const blockBytes = 255;

/** `bits`: width of a pixel's index, 2 to 8. */
export function compressed(indices: Uint8Array, bits: number): number[] {
  const bytes: number[] = [];
  const [clear, end] = [1 << bits, (1 << bits) + 1];
  let held = 0;
  let heldBits = 0;
  let width = bits + 1;
  let next = end + 1;
  /** The code for a known code followed by an index, by `code * 256 + index`. */
  let table = new Map<number, number>();
  const write = (code: number): void => {
    held |= code << heldBits;
    heldBits += width;
    for (; heldBits >= 8; heldBits -= 8) {
      bytes.push(held & 255);
      held >>>= 8;
    }
  };

  write(clear);
  let code = indices[0] ?? 0;
  for (let i = 1; i < indices.length; i++) {
    const index = indices[i] ?? 0;
    const key = code * 256 + index;
    const known = table.get(key);
    if (known !== undefined) {
      code = known;
      continue;
    }
    write(code);
    if (next === mostCodes) {
      write(clear);
      table = new Map();
      [width, next] = [bits + 1, end + 1];
    } else {
      table.set(key, next);
      if (next === 1 << width) width += 1;
      next += 1;
    }
    code = index;
  }
  write(code);
  write(end);
  if (heldBits > 0) bytes.push(held & 255);
  return inBlocks(bytes, bits);
}

function inBlocks(bytes: readonly number[], bits: number): number[] {
  const blocks = [bits];
  for (let first = 0; first < bytes.length; first += blockBytes) {
    const block = bytes.slice(first, first + blockBytes);
    blocks.push(block.length, ...block);
  }
  blocks.push(0);
  return blocks;
}
