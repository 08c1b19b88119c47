import decodeQR from 'qr/decode.js';
import sharp from 'sharp';
import { expect, it } from 'vitest';
import { qrBytesLimit, qrCodeOf } from './qr-code.ts';

/** Decodes the code as a camera would see it: six pixels a module. */
async function read(text: string): Promise<string> {
  const code = qrCodeOf(text);
  if (!code) throw new Error('too long');
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${6 * code.side}" height="${6 * code.side}" viewBox="0 0 ${code.side} ${code.side}"><rect width="100%" height="100%" fill="#fff"/><path d="${code.path}"/></svg>`;
  const { data, info } = await sharp(Buffer.from(svg)).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  return decodeQR({ width: info.width, height: info.height, data });
}

const start = 'https://example.org/playground/#v=1&recipe=quick&seed=42';

it.each([start, `${start}&data=own-0123456789abcdef~Möwen`, start.padEnd(qrBytesLimit, 'x')])(
  'decodes to %s',
  async (text) => {
    expect(await read(text)).toBe(text);
  },
);

it('is null beyond the limit, which counts bytes, not characters', () => {
  expect(qrCodeOf('x'.repeat(qrBytesLimit + 1))).toBeNull();
  expect(qrCodeOf('ö'.repeat(qrBytesLimit / 2 + 1))).toBeNull();
});
