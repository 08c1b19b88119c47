/**
 * Draws the icons of the installed page, `public/icons`, from the icon in its tab: noise that
 * clears up. `npx tsx tools/icons.ts`
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';

const folder = 'public/icons';
/** Systems that cut icons to their own shape keep the inner 80 %. */
const safe = 0.8;
const ground = '#5753c6';

/** The same as in index.html. */
async function drawingOfPage(): Promise<string> {
  const [, address] = /href="data:image\/svg\+xml,([^"]+)"/.exec(await readFile('index.html', 'utf8')) ?? [];
  if (address === undefined) throw new Error('index.html has no icon');
  return decodeURIComponent(address).replaceAll("'", '"');
}

const drawing = await drawingOfPage();
/** A tile with rounded corners, and one that fills the whole square, for systems that cut it. */
const inner = drawing.replace(/^<svg[^>]*>/, '').replace('</svg>', '');
const namespace = 'xmlns="http://www.w3.org/2000/svg"';
const rounded = `<svg ${namespace} viewBox="0 0 4 4"><clipPath id="c"><rect width="4" height="4" rx=".7"/></clipPath><g clip-path="url(#c)">${inner}</g></svg>`;
const margin = (1 - safe) * 2;
const full = `<svg ${namespace} viewBox="0 0 4 4"><rect width="4" height="4" fill="${ground}"/><g transform="translate(${margin} ${margin}) scale(${safe})">${inner}</g></svg>`;

const png = (svg: string, side: number): Promise<Buffer> =>
  sharp(Buffer.from(svg.replace('<svg', `<svg width="${side}" height="${side}"`)))
    .png({ palette: true, compressionLevel: 9 })
    .toBuffer();

await mkdir(folder, { recursive: true });
await writeFile(join(folder, 'icon.svg'), `${rounded}\n`);
for (const side of [192, 512]) await writeFile(join(folder, `icon-${side}.png`), await png(rounded, side));
await writeFile(join(folder, 'maskable-512.png'), await png(full, 512));
await writeFile(join(folder, 'apple-touch-icon.png'), await png(full, 180));
