/**
 * The key `?`, which opens the help. A shortcut of one key can interfere with speech input, so it
 * can be switched off (WCAG 2.1.4).
 */
const key = 'playground-question-mark';

/** On if there is no storage, as in some private windows. */
export function wantsQuestionMark(): boolean {
  try {
    return localStorage.getItem(key) !== 'off';
  } catch {
    return true;
  }
}

export function wantQuestionMark(wanted: boolean): void {
  try {
    localStorage.setItem(key, wanted ? 'on' : 'off');
  } catch {
    // Without storage the choice is forgotten.
  }
}

const takesText = 'input, textarea, select, [contenteditable]';

/** Whether a `?` was typed outside of text fields. */
export function opensHelp({ key: pressed, target, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  const typed = target instanceof Element && target.closest(takesText) !== null;
  const slider = target instanceof HTMLInputElement && target.type === 'range';
  return pressed === '?' && !ctrlKey && !metaKey && !altKey && (!typed || slider);
}
