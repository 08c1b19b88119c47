/** How near OpenCV's Telea inpainting comes to photographs, as written by telea.py. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';

const bytes = z.base64().transform((text) => new Uint8Array(Buffer.from(text, 'base64')));

const schema = z.object({
  /** Over all pictures. */
  side: z.int(),
  radius: z.int(),
  /** RGB, row-major. */
  photographs: z.record(z.string(), bytes),
  /** One byte per pixel, 1 if it is lost. */
  holes: z.record(z.string(), bytes),
  cases: z.array(z.object({ photograph: z.string(), hole: z.string(), psnr: z.number() })),
});

export function readGoldenTelea(): z.infer<typeof schema> {
  return schema.parse(JSON.parse(readFileSync(new URL('telea.json', import.meta.url), 'utf8')));
}
