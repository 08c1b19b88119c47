import type { Pictures } from '../../store/index.ts';

/** The image data last drawn on each canvas, reused because a film draws sixty times a second. */
const images = new WeakMap<HTMLCanvasElement, ImageData>();

/** Draws one of `pictures` on `canvas`, one canvas pixel per pixel. */
export function drawPicture(canvas: HTMLCanvasElement, { width, height, rgb }: Pictures, index = 0): void {
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  const context = canvas.getContext('2d');
  if (!context) return;
  let image = images.get(canvas);
  if (image?.width !== width || image.height !== height) {
    const made = context.createImageData(width, height);
    image = made;
    images.set(canvas, made);
    // When the GPU process ends, the canvas loses its pixels, and the browser restores an empty
    // one.
    canvas.oncontextrestored = () => images.get(canvas) === made && context.putImageData(made, 0, 0);
  }
  const { data } = image;
  let from = index * width * height * 3;
  for (let to = 0; to < data.length; to += 4) {
    data[to] = rgb[from++] ?? 0;
    data[to + 1] = rgb[from++] ?? 0;
    data[to + 2] = rgb[from++] ?? 0;
    data[to + 3] = 255;
  }
  context.putImageData(image, 0, 0);
}
