import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import sharp from 'sharp';
import { beforeAll, describe, expect, test } from 'vitest';
import { type FixtureName, type Fixtures, makeFixtures } from '../../e2e/fixtures/make.ts';
import { heic, oddPictures, oldPictures, tiff } from '../../e2e/fixtures/odd-pictures.ts';
import { type PlaygroundError, reportOf } from '../ml/errors.ts';
import { inspectPicture, likeliestPicture, openPicture, pictureBytesLimit } from './picture-file.ts';
import { isWholePicture, sniffPicture } from './picture-format.ts';
import { takeOrientation } from './picture-orientation.ts';

let fixtures: Fixtures;
const bytesOf = async (name: FixtureName) => new Uint8Array(await readFile(fixtures[name]));

beforeAll(async () => {
  fixtures = await makeFixtures();
});

describe('inspectPicture', () => {
  test.each([
    ['exact-32.png', 'png', 32, 32],
    ['photo.jpg', 'jpeg', 400, 300],
    ['photo.webp', 'webp', 400, 300],
    ['photo.avif', 'avif', 400, 300],
    ['photo.gif', 'gif', 400, 300],
    ['animated.gif', 'gif', 48, 48],
    ['transparent.png', 'png', 64, 64],
    ['exif-rotated.jpg', 'jpeg', 64, 96],
  ] as const)('%s is %s, %i x %i as shown', async (name, format, width, height) => {
    expect(await inspectPicture(await bytesOf(name), name)).toEqual({ format, extent: { width, height } });
  });

  test.each([
    ['text.png', 'image-not-an-image'],
    ['script.svg', 'image-svg'],
    ['huge.png', 'image-too-large'],
    ['truncated.jpg', 'image-undecodable'],
    ['truncated.png', 'image-undecodable'],
  ] as const)('%s is refused as %s', async (name, code) => {
    const bytes = await bytesOf(name);
    await expect(inspectPicture(bytes, name)).rejects.toMatchObject({ code, values: { name } });
  });

  test('AVIF with a general major brand is recognised by its compatible brands', async () => {
    const bytes = await bytesOf('photo.avif');
    bytes.set(Buffer.from('mif1'), 8);
    expect(await inspectPicture(bytes, 'x')).toEqual({ format: 'avif', extent: { width: 400, height: 300 } });
    const brandsEnd = new DataView(bytes.buffer).getUint32(0);
    for (let at = 16; at < brandsEnd; at += 4) bytes.set(Buffer.from('heic'), at);
    expect(sniffPicture(bytes)).toBe('heic');
    for (let at = 16; at < brandsEnd; at += 4) bytes.set(Buffer.from('hxxx'), at);
    expect(sniffPicture(bytes)).toBeNull();
  });

  test('states the limit for a picture that is too large', async () => {
    const error: PlaygroundError = await inspectPicture(await bytesOf('huge.png'), 'huge.png').then(
      () => expect.unreachable(),
      (reason) => reason,
    );
    expect(error.values).toMatchObject({ size: '20,000 × 20,000 px' });
  });

  test('any bytes give a picture or an input error, never another error', async () => {
    const magics = [
      '\x89PNG\r\n\x1a\n',
      '\xff\xd8\xff',
      'GIF89a',
      'RIFF\0\0\0\0WEBPVP8 ',
      '\0\0\0\x20ftypavif',
      '<svg ',
    ];
    await fc.assert(
      fc.asyncProperty(fc.constantFrom('', ...magics), fc.uint8Array({ maxLength: 200 }), async (magic, rest) => {
        const bytes = new Uint8Array([...Buffer.from(magic, 'latin1'), ...rest]);
        await inspectPicture(bytes, 'x').catch((error) => expect(reportOf(error).kind).toBe('input'));
      }),
      { numRuns: 300 },
    );
  });
});

describe('BMP, ICO, TIFF and HEIC', () => {
  test('are recognised by their bytes, with the size that their headers state', async () => {
    for (const { name, bytes } of await oldPictures()) {
      const format = name.endsWith('.bmp') ? 'bmp' : 'ico';
      const whole = new Uint8Array(bytes);
      expect(await inspectPicture(whole, name)).toEqual({ format, extent: { width: 64, height: 64 } });
      const cut = inspectPicture(whole.subarray(0, -1), name);
      await expect(cut, name).rejects.toMatchObject({ code: 'image-undecodable' });
      for (let length = 0; length < 200; length++) {
        await inspectPicture(whole.subarray(0, length), name).catch((error) =>
          expect(reportOf(error).kind).toBe('input'),
        );
      }
    }
    expect(await inspectPicture(new Uint8Array((await tiff()).bytes), 'x')).toMatchObject({ format: 'tiff' });
    expect(await inspectPicture(new Uint8Array(await heic()), 'x')).toMatchObject({ format: 'heic' });
  });

  test('an icon cannot hide a picture that is too large', async () => {
    const [bytes] = (await oldPictures()).flatMap(({ name, bytes }) => (name === 'png.ico' ? [bytes] : []));
    bytes?.writeUInt32BE(20_000, 22 + 16);
    await expect(inspectPicture(new Uint8Array(bytes ?? []), 'x')).rejects.toMatchObject({ code: 'image-too-large' });
  });
});

describe('takeOrientation', () => {
  test('finds the orientation of a WebP or PNG and removes it from the file', async () => {
    for (const { name, bytes } of await oddPictures()) {
      const [, wanted, format = ''] = /^turned-(\d)\.(webp|png)$/.exec(name) ?? [];
      if (wanted === undefined) continue;
      const { turn, pieces } = takeOrientation(format, new Uint8Array(bytes));
      expect(turn, name).toBe(Number(wanted));
      const { orientation = 1 } = await sharp(Buffer.concat(pieces)).metadata();
      expect(orientation, name).toBe(1);
      expect(await sharp(Buffer.concat(pieces)).raw().toBuffer()).toEqual(await sharp(bytes).raw().toBuffer());
    }
  });

  test('accepts any bytes without an error', async () => {
    const [webp, png] = await Promise.all([bytesOf('photo.webp'), bytesOf('exact-32.png')]);
    const kinds = [['webp', webp] as const, ['png', png] as const];
    fc.assert(
      fc.property(
        fc.constantFrom(...kinds),
        fc.uint8Array({ maxLength: 60 }),
        fc.nat(200),
        ([format, whole], rest, at) => {
          const bytes = new Uint8Array(whole);
          bytes.set(rest, Math.min(at, bytes.length - rest.length));
          expect(takeOrientation(format, bytes).turn).toBeGreaterThan(0);
          expect(takeOrientation(format, bytes.subarray(0, at)).turn).toBeGreaterThan(0);
        },
      ),
    );
  });
});

describe('likeliestPicture', () => {
  const file = (text: string) => new Blob([text]);
  test('is the one of several files whose bytes are a picture', async () => {
    const [text, drawing, picture] = [file('a text'), file('<svg xmlns=""/>'), file('GIF89a')];
    expect(await likeliestPicture([text, picture])).toBe(picture);
    expect(await likeliestPicture([drawing, text, picture, file('GIF87a')])).toBe(picture);
    expect(await likeliestPicture([text, drawing])).toBe(drawing);
    expect(await likeliestPicture([text, file('another')])).toBe(text);
    expect(await likeliestPicture([text])).toBe(text);
  });
});

describe('openPicture', () => {
  test('empty and oversized files are refused unread', async () => {
    await expect(openPicture(new File([], 'zero-byte.png'))).rejects.toMatchObject({ code: 'image-empty' });
    const vast: Blob = Object.assign(new Blob(['x']), { name: 'vast.png' });
    Object.defineProperty(vast, 'size', { value: pictureBytesLimit + 1 });
    await expect(openPicture(vast)).rejects.toMatchObject({
      code: 'image-too-large',
      values: { name: 'vast.png', size: '30 MB', limit: '30 MB' },
    });
  });
});

describe('isWholePicture', () => {
  const whole = ['exact-32.png', 'photo.jpg', 'photo.webp', 'photo.avif', 'photo.gif', 'exif-rotated.jpg'] as const;

  test.each(whole)('%s is whole, with or without bytes after it, and no shorter part of it is', async (name) => {
    const bytes = await bytesOf(name);
    const format = sniffPicture(bytes);
    if (format === null || format === 'svg') return expect.unreachable();
    expect(isWholePicture(format, bytes)).toBe(true);
    if (format !== 'avif') {
      expect(isWholePicture(format, new Uint8Array([...bytes, ...new Array(50).fill(7)]))).toBe(true);
    }
    // The GIF's last byte, its trailer, comes after everything that is needed.
    const needed = format === 'gif' ? bytes.length - 1 : bytes.length;
    for (let length = 12; length < needed; length += Math.max(1, Math.floor(needed / 500))) {
      expect(isWholePicture(format, bytes.subarray(0, length)), `${length} of ${needed} bytes`).toBe(false);
    }
    expect(isWholePicture(format, bytes.subarray(0, needed - 1))).toBe(false);
  });

  test('progressive JPEGs and those with restart markers or thumbnails are read to their end', async () => {
    const photo = sharp(fixtures['photo.jpg']);
    const progressive = new Uint8Array(await photo.clone().jpeg({ progressive: true }).toBuffer());
    expect(isWholePicture('jpeg', progressive)).toBe(true);
    expect(isWholePicture('jpeg', progressive.subarray(0, -2))).toBe(false);
    // A thumbnail in APP1 has an end marker of its own, which must not count as the picture's.
    const plain = await bytesOf('photo.jpg');
    const thumbnail = await photo.clone().resize(40).jpeg().toBuffer();
    const segment = Buffer.alloc(4 + thumbnail.length);
    segment.writeUInt16BE(0xffe1, 0);
    segment.writeUInt16BE(2 + thumbnail.length, 2);
    thumbnail.copy(segment, 4);
    const nested = new Uint8Array(Buffer.concat([plain.subarray(0, 2), segment, plain.subarray(2)]));
    expect(isWholePicture('jpeg', nested)).toBe(true);
    expect(isWholePicture('jpeg', nested.subarray(0, Math.floor(nested.length / 2)))).toBe(false);
  });
});

describe('sniffPicture', () => {
  const encode = (text: string) => new TextEncoder().encode(text);

  test.each([
    '<svg xmlns="http://www.w3.org/2000/svg"/>',
    '\ufeff\n <?xml version="1.0" encoding="UTF-8"?>\n<!-- a drawing -->\n<SVG>',
    '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">\n<svg width="1">',
    '<!DOCTYPE svg [ <!ENTITY x "y"> ]><svg:svg xmlns:svg="http://www.w3.org/2000/svg">',
  ])('%s is SVG', (text) => {
    expect(sniffPicture(encode(text))).toBe('svg');
  });

  test.each(['', 'an <svg> in a text', '<html><svg></svg></html>', '<svgx/>', 'BM......'])(
    '%s is not a picture',
    (text) => {
      expect(sniffPicture(encode(text))).toBeNull();
    },
  );

  test('SVG in UTF-16 is SVG', () => {
    expect(sniffPicture(new Uint8Array(Buffer.from('\ufeff<svg/>', 'utf16le')))).toBe('svg');
  });
});
