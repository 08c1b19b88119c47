/** The key `?`, which opens the help. One key alone may be in the way of speech input: it can be switched off (WCAG 2.1.4). */
const key = 'playground-question-mark';

/** Private windows may have no storage: then it is on. */
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
    // Not remembered.
  }
}

const takesText = 'input, textarea, select, [contenteditable]';

/** A `?` that is typed into nothing. */
export function opensHelp({ key: pressed, target, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  const typed = target instanceof Element && target.closest(takesText) !== null;
  const slider = target instanceof HTMLInputElement && target.type === 'range';
  return pressed === '?' && !ctrlKey && !metaKey && !altKey && (!typed || slider);
}
