/** In pixels of the picture, from its upper left corner. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

/** Pixels of a brush of size 1: a larger picture has larger brushes. */
export function brushUnit({ width, height }: { readonly width: number; readonly height: number }): number {
  return Math.max(1, Math.round(Math.min(width, height) / 32));
}

/**
 * Adds a straight stroke of a round brush to the mask: pixels whose centre it covers become lost,
 * or known again if it erases. The pixel under the brush is always hit, however thin the brush is.
 * `lost`: a byte a pixel, row-major; it is not modified.
 */
export function brushed(
  lost: Uint8Array<ArrayBuffer>,
  { width, height }: { readonly width: number; readonly height: number },
  from: Place,
  to: Place,
  { size, erasing }: { readonly size: number; readonly erasing: boolean },
): Uint8Array<ArrayBuffer> {
  const next = new Uint8Array(lost);
  const value = erasing ? 0 : 1;
  const radius = size / 2;
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = dx * dx + dy * dy;
  const distance = (x: number, y: number): number => {
    const part = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - from.x) * dx + (y - from.y) * dy) / length));
    return Math.hypot(x - from.x - part * dx, y - from.y - part * dy);
  };
  const reach = Math.max(radius, 0.5);
  const rows = [Math.floor(Math.min(from.y, to.y) - reach), Math.ceil(Math.max(from.y, to.y) + reach)] as const;
  const columns = [Math.floor(Math.min(from.x, to.x) - reach), Math.ceil(Math.max(from.x, to.x) + reach)] as const;
  for (let y = Math.max(0, rows[0]); y < Math.min(height, rows[1]); y++) {
    for (let x = Math.max(0, columns[0]); x < Math.min(width, columns[1]); x++) {
      if (distance(x + 0.5, y + 0.5) <= reach) next[y * width + x] = value;
    }
  }
  for (const { x, y } of [from, to]) {
    const [column, row] = [Math.floor(x), Math.floor(y)];
    if (column >= 0 && column < width && row >= 0 && row < height) next[row * width + column] = value;
  }
  return next;
}
