import { afterEach, expect, it, vi } from 'vitest';
import { download } from './download.ts';
import { canSendFiles, sendFile } from './send-file.ts';

vi.mock('./download.ts', () => ({ download: vi.fn() }));
afterEach(() => {
  vi.unstubAllGlobals();
  vi.clearAllMocks();
});

const gif = new Blob(['GIF89a'], { type: 'image/gif' });
const send = () => sendFile(gif, 'film.gif', 'Diffusion Playground');

it('asks the browser whether its share sheet takes such files', () => {
  vi.stubGlobal('navigator', {});
  expect(canSendFiles('image/png')).toBe(false);
  const canShare = ({ files }: ShareData) => files?.every(({ type }) => type === 'image/png') ?? true;
  vi.stubGlobal('navigator', { canShare });
  expect(canSendFiles('image/png')).toBe(true);
  expect(canSendFiles('image/gif')).toBe(false);
  vi.stubGlobal('navigator', {
    canShare: () => {
      throw new TypeError('files are not allowed here');
    },
  });
  expect(canSendFiles('image/png')).toBe(false);
});

it('gives the sheet the file with its name', async () => {
  const share = vi.fn(async (_data: ShareData) => {});
  vi.stubGlobal('navigator', { share });
  await send();
  const [given] = share.mock.calls[0] ?? [];
  expect(given?.title).toBe('Diffusion Playground');
  const [file] = given?.files ?? [];
  expect([file?.name, file?.type, await file?.text()]).toEqual(['film.gif', 'image/gif', 'GIF89a']);
  expect(download).not.toHaveBeenCalled();
});

it('saves the file if the sheet refuses it, but not if the visitor closes the sheet', async () => {
  const refusing = (name: string) => ({ share: () => Promise.reject(new DOMException('no', name)) });
  vi.stubGlobal('navigator', refusing('AbortError'));
  await send();
  expect(download).not.toHaveBeenCalled();
  vi.stubGlobal('navigator', refusing('NotAllowedError'));
  await send();
  expect(download).toHaveBeenCalledWith(gif, 'film.gif');
});
