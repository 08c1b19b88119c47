/**
 * At most 256 colours for a picture: its own if it has no more, otherwise those of a median cut
 * (Heckbert, "Color Image Quantization", 1982).
 */

export interface Indexed {
  /** RGB, one colour after another. */
  readonly palette: Uint8Array;
  /** The index of each pixel's colour in the palette. */
  readonly indices: Uint8Array;
}

const mostColours = 256;

/** `rgb`: three bytes a pixel. */
export function indexed(rgb: Uint8Array): Indexed {
  return exactly(rgb) ?? nearly(rgb);
}

/** Null if there are too many colours. */
function exactly(rgb: Uint8Array): Indexed | null {
  const numbers = new Map<number, number>();
  const indices = new Uint8Array(rgb.length / 3);
  for (let pixel = 0; pixel < indices.length; pixel++) {
    const colour = ((rgb[3 * pixel] ?? 0) << 16) | ((rgb[3 * pixel + 1] ?? 0) << 8) | (rgb[3 * pixel + 2] ?? 0);
    let number = numbers.get(colour);
    if (number === undefined) {
      number = numbers.size;
      if (number === mostColours) return null;
      numbers.set(colour, number);
    }
    indices[pixel] = number;
  }
  const palette = Uint8Array.from(
    [...numbers.keys()].flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255]),
  );
  return { palette, indices };
}

/** Colours that agree in the upper five bits of each channel count as one. */
interface Bin {
  readonly key: number;
  count: number;
  readonly sums: [number, number, number];
}

const keyOf = (red: number, green: number, blue: number): number =>
  ((red >> 3) << 10) | ((green >> 3) << 5) | (blue >> 3);

function nearly(rgb: Uint8Array): Indexed {
  const bins = new Map<number, Bin>();
  for (let i = 0; i < rgb.length; i += 3) {
    const [red = 0, green = 0, blue = 0] = rgb.subarray(i, i + 3);
    const key = keyOf(red, green, blue);
    const bin = bins.get(key) ?? { key, count: 0, sums: [0, 0, 0] };
    bin.count += 1;
    bin.sums[0] += red;
    bin.sums[1] += green;
    bin.sums[2] += blue;
    bins.set(key, bin);
  }
  const boxes = cut([...bins.values()]);
  const numbers = new Map(boxes.flatMap((box, number) => box.map(({ key }) => [key, number] as const)));
  const indices = new Uint8Array(rgb.length / 3);
  for (let pixel = 0; pixel < indices.length; pixel++) {
    const key = keyOf(rgb[3 * pixel] ?? 0, rgb[3 * pixel + 1] ?? 0, rgb[3 * pixel + 2] ?? 0);
    indices[pixel] = numbers.get(key) ?? 0;
  }
  return { palette: Uint8Array.from(boxes.flatMap(meanOf)), indices };
}

const meanOf = (box: readonly Bin[]): number[] => {
  const count = box.reduce((sum, bin) => sum + bin.count, 0);
  return [0, 1, 2].map((channel) => Math.round(box.reduce((sum, bin) => sum + (bin.sums[channel] ?? 0), 0) / count));
};

/**
 * Cuts the box that is longest in one channel, weighted by its pixels, at its median, until there
 * are enough boxes.
 */
function cut(bins: Bin[]): Bin[][] {
  const boxes = [bins];
  while (boxes.length < mostColours) {
    const [widest] = boxes
      .map((box, index) => ({ index, ...longestSide(box) }))
      .filter(({ length }) => length > 0)
      .sort((a, b) => b.length * b.weight - a.length * a.weight);
    if (!widest) break;
    const box = boxes[widest.index] ?? [];
    box.sort((a, b) => averageOf(a, widest.channel) - averageOf(b, widest.channel));
    let before = 0;
    let place = 0;
    while (place < box.length - 1 && (place === 0 || before < widest.weight / 2)) before += box[place++]?.count ?? 0;
    boxes.splice(widest.index, 1, box.slice(0, place), box.slice(place));
  }
  return boxes;
}

const averageOf = ({ sums, count }: Bin, channel: number): number => (sums[channel] ?? 0) / count;

function longestSide(box: readonly Bin[]) {
  let best = { channel: 0, length: 0 };
  for (const channel of [0, 1, 2]) {
    let [least, most] = [255, 0];
    for (const bin of box) {
      const value = averageOf(bin, channel);
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
    if (most - least > best.length) best = { channel, length: box.length < 2 ? 0 : most - least };
  }
  return { ...best, weight: box.reduce((sum, { count }) => sum + count, 0) };
}
