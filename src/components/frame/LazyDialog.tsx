import { type ComponentType, Suspense } from 'react';
import { Boundary } from './Boundary.tsx';

interface LazyDialogProps {
  /** From `lazyPart`. */
  readonly dialog: ComponentType<{ readonly onClose: () => void }>;
  readonly onClose: () => void;
}

/**
 * An open dialog that may still have to be loaded. If that fails, the page says so and goes on
 * without it.
 */
export function LazyDialog({ dialog: Dialog, onClose }: LazyDialogProps) {
  return (
    <Boundary onBroken={onClose}>
      <Suspense>
        <Dialog onClose={onClose} />
      </Suspense>
    </Boundary>
  );
}
