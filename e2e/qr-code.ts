import decodeQR from 'qr/decode.js';
import sharp from 'sharp';

/** As it is drawn, by a decoder. */
export async function readQrCode(picture: Buffer): Promise<string> {
  const { data, info } = await sharp(picture).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  return decodeQR({ width: info.width, height: info.height, data });
}
