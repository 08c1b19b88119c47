/**
 * For tests of components in happy-dom, which has no canvas: a canvas that accepts every call and
 * paints nothing, but records the text written on it.
 */
import { vi } from 'vitest';

/** Text written since the last call of `takeWritten`: axes of charts, sheets of pictures. */
let written: string[] = [];

export function takeWritten(): readonly string[] {
  const taken = written;
  written = [];
  return taken;
}

const image = (width: number, height: number) => ({ width, height, data: new Uint8ClampedArray(4 * width * height) });

const known: Readonly<Record<string, unknown>> = {
  fillText: (text: string) => written.push(text),
  measureText: (text: string) => ({ width: 6 * text.length }),
  createImageData: image,
  getImageData: (_x: number, _y: number, width: number, height: number) => image(width, height),
};

function blankContext(canvas: unknown): object {
  const assigned: Record<string | symbol, unknown> = { canvas };
  return new Proxy(assigned, {
    get: (target, name) => (name in target ? target[name] : (known[String(name)] ?? (() => {}))),
  });
}

class BlankCanvas {
  width: number;
  height: number;

  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
  }

  getContext = (): object => blankContext(this);
  convertToBlob = async (): Promise<Blob> => new Blob();
}

class Nothing {
  postMessage(): void {}
  terminate(): void {}
  addEventListener(): void {}
  removeEventListener(): void {}
}

HTMLCanvasElement.prototype.getContext = function getContext(this: HTMLCanvasElement) {
  return blankContext(this);
} as HTMLCanvasElement['getContext'];
Object.assign(globalThis, {
  OffscreenCanvas: BlankCanvas,
  ImageData: class {
    constructor(width: number, height: number) {
      Object.assign(this, image(width, height));
    }
  },
  Path2D: class {
    moveTo(): void {}
    lineTo(): void {}
    rect(): void {}
    arc(): void {}
  },
  // Never answers, so that code waiting for a worker keeps waiting.
  Worker: Nothing,
  createImageBitmap: async () => ({ width: 28, height: 28, close() {} }),
  print: vi.fn(),
});
// Elements report a size, so that charts and grids draw something.
for (const [name, size] of Object.entries({ clientWidth: 800, clientHeight: 400, offsetWidth: 800 }))
  Object.defineProperty(HTMLElement.prototype, name, { configurable: true, get: () => size });
