import { useEffect, useEffectEvent, useState } from 'react';

/** Long enough to read two sentences twice. */
const staysMs = 8000;

/**
 * Removes a notice after a while, but not while it is pointed at or focused. `again`: it was
 * repeated, so the time starts again.
 */
export function usePassing(passing: boolean, again: number, onPassed: () => void) {
  const [pointed, setPointed] = useState(false);
  const [focused, setFocused] = useState(false);
  const pass = useEffectEvent(onPassed);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `again` begins the time anew
  useEffect(() => {
    if (!passing || pointed || focused) return;
    const timer = setTimeout(() => pass(), staysMs);
    return () => clearTimeout(timer);
  }, [passing, pointed, focused, again]);
  return {
    onPointerEnter: () => setPointed(true),
    onPointerLeave: () => setPointed(false),
    onFocus: () => setFocused(true),
    onBlur: () => setFocused(false),
  };
}
