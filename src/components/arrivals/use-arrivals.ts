import { useEffect, useEffectEvent } from 'react';
import type { BroughtFile } from '../../store/index.ts';
import { broughtBy } from './brought-files.ts';

interface Listeners {
  /** Called with at least one file; some may not be pictures. */
  readonly onFiles: (brought: readonly BroughtFile[]) => void;
  /** Called when the files could not be read. */
  readonly onError: (error: unknown) => void;
  /**
   * Called when something without a file (a link, a text) was dropped, or pasted where a picture is
   * expected.
   */
  readonly onNothing: () => void;
  /** Called when a file is dragged over the page, or leaves it. */
  readonly onOver: (over: boolean) => void;
  /** A picture is expected, so a pasted text is a mistake. Otherwise it is ignored. */
  readonly asked: boolean;
}

/**
 * Handles files that are dropped or pasted anywhere on the page, from its first moment on. If the
 * page did not take a dropped file, the browser would open it in place of the page, and the
 * training would be lost.
 */
export function useArrivals({ onFiles, onError, onNothing, onOver, asked }: Listeners): void {
  const take = (data: DataTransfer): void => {
    // Reads folders with their contents now, because the event no longer has them later.
    broughtBy(data).then((brought) => (brought.length > 0 ? onFiles(brought) : onNothing()), onError);
  };

  const onPaste = useEffectEvent((event: ClipboardEvent) => {
    const { clipboardData } = event;
    if (clipboardData && clipboardData.files.length > 0) {
      event.preventDefault();
      take(clipboardData);
    } else if (asked && !isEditable(event.target)) onNothing();
  });

  const onDrop = useEffectEvent((event: DragEvent) => {
    event.preventDefault();
    const { dataTransfer } = event;
    if (dataTransfer && dataTransfer.files.length > 0) take(dataTransfer);
    else onNothing();
  });

  const onDepth = useEffectEvent((depth: number) => onOver(depth > 0));

  useEffect(() => {
    const listening = new AbortController();
    const { signal } = listening;
    /**
     * Entering a child is reported before leaving its parent, so only the count tells whether the
     * pointer is still on the page.
     */
    let depth = 0;
    const count = (now: number): void => {
      depth = Math.max(0, now);
      onDepth(depth);
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
}

/**
 * True for files and links, which the browser would open. Dragged text is ignored, and so is a drop
 * on an input field.
 */
function isTaken({ dataTransfer, target }: DragEvent): boolean {
  const types = dataTransfer?.types ?? [];
  return types.includes('Files') || (types.includes('text/uri-list') && !isEditable(target));
}

const isEditable = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('input, textarea, [contenteditable]') !== null;
