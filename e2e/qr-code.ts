import decodeQR from 'qr/decode.js';
import sharp from 'sharp';

/** Reads the code as drawn, with an independent decoder. */
export async function readQrCode(picture: Buffer): Promise<string> {
  const { data, info } = await sharp(picture).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  return decodeQR({ width: info.width, height: info.height, data });
}
