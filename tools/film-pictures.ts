/**
 * Draws pictures of digits and emoji on their way out of noise, sampled by the models that ship:
 * public/social-preview.png, which other sites show beside a link to the page, and
 * public/films/NAME.webp for About. `npx tsx tools/film-pictures.ts`
 */
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import sharp from 'sharp';
import { findOrInstallBrowser } from '../cli/browser.ts';
import { openCheckpoint, readNetworkFolder } from '../cli/node-engine.ts';
import { films as filmsOfAbout } from '../src/components/about-page/films.ts';
import { shippedSets } from '../src/ml/data/shipped-sets.ts';
import { page as words } from '../src/words/en/page.ts';
import type { Pictures } from '../src/workers/protocol.ts';

const classesOf = { digits: ['3', '8', '5'], emoji: ['smileys', 'people'] } as const satisfies Record<
  (typeof filmsOfAbout.models)[number],
  readonly string[]
>;
type Model = keyof typeof classesOf;
const { steps, stepsTaken: inAbout } = filmsOfAbout;
const inPreview = [0, 11, 17, 20, steps];

/** For each class the noise and the result of each step. Film n has the noise of seed n. */
async function filmsOf(model: Model): Promise<Pictures[][]> {
  const network = await openCheckpoint(await readNetworkFolder(model), 'webgpu');
  const { generatePictures } = await import('../src/engine/generate-pictures.ts');
  const films: Pictures[][] = [];
  for (const [seed, className] of classesOf[model].entries()) {
    const film: Pictures[] = [];
    const classIndex = shippedSets[model].classNames.indexOf(className);
    const { samples } = await generatePictures(network, {
      seed,
      count: 1,
      step: 0,
      sampling: { sampler: 'flow-match-euler', steps, eta: 0, guidance: 2, classIndex, weights: 'ema' },
      onStep: ({ noisy }) => film.push(noisy),
    });
    films.push([...film, samples]);
  }
  return films;
}

const chosen = (film: readonly Pictures[], stepsTaken: readonly number[]): Pictures[] =>
  stepsTaken.flatMap((taken) => film[taken] ?? []);

const opened = ({ rgb, width, height }: Pictures) => sharp(rgb, { raw: { width, height, channels: 3 } });

/** Puts them side by side, pixel for pixel. */
async function writeStrip(model: Model, pictures: readonly Pictures[]): Promise<void> {
  const file = join('public/films', `${model}.webp`);
  const { side } = shippedSets[model];
  const places = pictures.map(async (picture, i) => ({
    input: await opened(picture).png().toBuffer(),
    left: i * side,
    top: 0,
  }));
  const { size } = await sharp({
    create: { width: pictures.length * side, height: side, channels: 3, background: '#000' },
  })
    .composite(await Promise.all(places))
    .webp({ lossless: true, effort: 6 })
    .toFile(file);
  console.log(`${file}: ${size} bytes`);
}

/** Twice as wide as high: the shape that readers of Open Graph show whole. */
async function writePreview(rows: readonly (readonly Pictures[])[]): Promise<void> {
  const file = 'public/social-preview.png';
  const [width, height] = [1280, 640];
  const font = await readFile('node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2', 'base64');
  const images = rows.flat().map(async (picture) => {
    const png = await opened(picture).png().toBuffer();
    return `<img src="data:image/png;base64,${png.toString('base64')}">`;
  });
  const html = `<!doctype html>
<style>
  @font-face { font-family: Inter; font-weight: 100 900; src: url(data:font/woff2;base64,${font}) }
  body { display: flex; align-items: center; justify-content: space-between; box-sizing: border-box; margin: 0;
    width: ${width}px; height: ${height}px; padding: 0 28px 0 64px; font-family: Inter; color: #1c1d21; background: #fff }
  div { width: 540px }
  h1 { margin: 0; font-size: 68px; line-height: 1.1; letter-spacing: -0.02em }
  p { margin: 28px 0 0; font-size: 30px; line-height: 1.4; color: #55565e; text-wrap: balance }
  main { display: grid; grid-template-columns: repeat(${inPreview.length}, 112px); gap: 6px }
  img { width: 112px; height: 112px; image-rendering: pixelated; border-radius: 6px }
</style>
<div><h1>${words.page.name}</h1><p>${words.page.description}</p></div>
<main>${(await Promise.all(images)).join('')}</main>`;
  const browser = await chromium.launch({ executablePath: findOrInstallBrowser().path });
  try {
    const page = await browser.newPage({ viewport: { width, height } });
    await page.setContent(html);
    await page.evaluate(() => document.fonts.ready);
    const { size } = await sharp(await page.screenshot())
      .png({ palette: true, effort: 10 })
      .toFile(file);
    console.log(`${file}: ${size} bytes`);
  } finally {
    await browser.close();
  }
}

await mkdir('public/films', { recursive: true });
const digits = await filmsOf('digits');
const emoji = await filmsOf('emoji');
await writeStrip('digits', chosen(digits[0] ?? [], inAbout));
await writeStrip('emoji', chosen(emoji[0] ?? [], inAbout));
const alternating = digits.flatMap((film, i) => [film, ...emoji.slice(i, i + 1)]);
await writePreview(alternating.map((film) => chosen(film, inPreview)));
