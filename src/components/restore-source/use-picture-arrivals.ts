import { useEffect, useEffectEvent, useState } from 'react';

interface Arrivals {
  /** At least one; not all of them need be pictures. */
  readonly onFiles: (files: readonly File[]) => void;
  /** Something was dropped, or pasted where a picture is asked for, that holds no file: a link, a text. */
  readonly onNothing: () => void;
  /** A picture is asked for: a pasted text is then a mistake. Otherwise it is nobody's business. */
  readonly asked: boolean;
}

/**
 * Files that are dropped or pasted anywhere on the page, from its first moment on: what the page does not take, the browser would open in
 * its place, and the training would be gone. Answers whether something that can be dropped is over the page.
 */
export function usePictureArrivals({ onFiles, onNothing, asked }: Arrivals): boolean {
  const [over, setOver] = useState(false);

  const onPaste = useEffectEvent((event: ClipboardEvent) => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length > 0) {
      event.preventDefault();
      onFiles(files);
    } else if (asked && !isEditable(event.target)) onNothing();
  });

  const onDrop = useEffectEvent((event: DragEvent) => {
    event.preventDefault();
    const files = [...(event.dataTransfer?.files ?? [])];
    if (files.length > 0) onFiles(files);
    else onNothing();
  });

  useEffect(() => {
    const listening = new AbortController();
    const { signal } = listening;
    /** Entering a child comes before leaving its parent: only the count tells whether the pointer is still on the page. */
    let depth = 0;
    const count = (now: number): void => {
      depth = Math.max(0, now);
      setOver(depth > 0);
    };
    const listen = (type: 'dragenter' | 'dragleave' | 'dragover' | 'drop', take: (event: DragEvent) => void): void =>
      window.addEventListener(type, (event) => isTaken(event) && take(event), { signal });
    listen('dragenter', () => count(depth + 1));
    listen('dragleave', () => count(depth - 1));
    listen('dragover', (event) => event.preventDefault());
    listen('drop', (event) => {
      count(0);
      onDrop(event);
    });
    window.addEventListener('paste', (event) => onPaste(event), { signal });
    return () => listening.abort();
  }, []);

  return over;
}

/** Files and links, which the browser would open; a text that is dragged about is left alone, and so is what an input field takes. */
function isTaken({ dataTransfer, target }: DragEvent): boolean {
  const types = dataTransfer?.types ?? [];
  return types.includes('Files') || (types.includes('text/uri-list') && !isEditable(target));
}

const isEditable = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('input, textarea, [contenteditable]') !== null;
