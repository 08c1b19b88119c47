/** Sends files through the system's share sheet, if the browser supports it for them. */
import { download } from './download.ts';

export type SendableType = 'image/png' | 'image/gif';

export function canSendFiles(type: SendableType): boolean {
  if (typeof navigator.canShare !== 'function') return false;
  try {
    return navigator.canShare({ files: [new File([], 'picture', { type })] });
  } catch {
    return false;
  }
}

/**
 * Saves the file instead if the sheet refuses it: the press that permits it may be too long ago
 * once a film has been made.
 */
export async function sendFile(blob: Blob, name: string, title: string): Promise<void> {
  const files = [new File([blob], name, { type: blob.type })];
  try {
    await navigator.share({ files, title });
  } catch (error) {
    // Closing the sheet is not an error.
    if (!(error instanceof DOMException && error.name === 'AbortError')) download(blob, name);
  }
}
