/** How near OpenCV's Telea inpainting comes to photographs, as telea.py wrote it. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';

const bytes = z.base64().transform((text) => new Uint8Array(Buffer.from(text, 'base64')));

const schema = z.object({
  /** Of all pictures. */
  side: z.int(),
  radius: z.int(),
  /** RGB, row-major. */
  photographs: z.record(z.string(), bytes),
  /** A byte a pixel, 1 where it is lost. */
  holes: z.record(z.string(), bytes),
  cases: z.array(z.object({ photograph: z.string(), hole: z.string(), psnr: z.number() })),
});

export function readGoldenTelea(): z.infer<typeof schema> {
  return schema.parse(JSON.parse(readFileSync(new URL('telea.json', import.meta.url), 'utf8')));
}
