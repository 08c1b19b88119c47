import { type DragEvent, useEffect, useEffectEvent, useRef, useState } from 'react';

/**
 * Files that are dropped on an element or pasted anywhere on the page. While `active`, a file dropped beside the element does nothing: the
 * browser would open it in place of the page, and the training would be gone.
 */
export function usePictureArrivals(active: boolean, onFile: (file: File) => void) {
  const [over, setOver] = useState(false);
  /** Entering a child comes before leaving its parent: only the count tells whether the pointer is still inside. */
  const depth = useRef(0);

  const onPaste = useEffectEvent((event: ClipboardEvent) => {
    const file = event.clipboardData?.files[0];
    if (!file) return; // text goes where it was meant to
    event.preventDefault();
    onFile(file);
  });

  useEffect(() => {
    if (!active) return;
    const paste = (event: ClipboardEvent) => onPaste(event);
    const stay = (event: globalThis.DragEvent) => {
      if (event.dataTransfer?.types.includes('Files')) event.preventDefault();
    };
    window.addEventListener('paste', paste);
    window.addEventListener('dragover', stay);
    window.addEventListener('drop', stay);
    return () => {
      window.removeEventListener('paste', paste);
      window.removeEventListener('dragover', stay);
      window.removeEventListener('drop', stay);
    };
  }, [active]);

  function enter(by: 1 | -1) {
    depth.current = Math.max(0, depth.current + by);
    setOver(depth.current > 0);
  }

  return {
    over,
    onDragEnter: () => enter(1),
    onDragLeave: () => enter(-1),
    onDragOver: (event: DragEvent) => event.preventDefault(),
    onDrop: (event: DragEvent) => {
      event.preventDefault();
      depth.current = 0;
      setOver(false);
      const file = event.dataTransfer.files[0];
      if (file) onFile(file);
    },
  };
}
