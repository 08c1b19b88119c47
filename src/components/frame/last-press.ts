/** How the visitor last acted, and when (ms since the page began). */
export const lastPress: { by: 'keyboard' | 'pointer'; at: number } = { by: 'keyboard', at: Number.NEGATIVE_INFINITY };

if (typeof document !== 'undefined') {
  const note = (by: 'keyboard' | 'pointer') => (): void => {
    lastPress.by = by;
    lastPress.at = performance.now();
  };
  document.addEventListener('pointerdown', note('pointer'), true);
  document.addEventListener('keydown', note('keyboard'), true);
}
