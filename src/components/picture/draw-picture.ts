import type { Pictures } from '../../store/index.ts';

/** Makes `canvas` one picture of `pictures`, a canvas pixel a pixel. */
export function drawPicture(canvas: HTMLCanvasElement, { width, height, rgb }: Pictures, index = 0): void {
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  if (!context) return;
  const image = context.createImageData(width, height);
  let from = index * width * height * 3;
  for (let to = 0; to < image.data.length; to += 4) {
    image.data[to] = rgb[from++] ?? 0;
    image.data[to + 1] = rgb[from++] ?? 0;
    image.data[to + 2] = rgb[from++] ?? 0;
    image.data[to + 3] = 255;
  }
  context.putImageData(image, 0, 0);
}
