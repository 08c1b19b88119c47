/** Whether the visitor wants hints: until they close the line, in this browser. */

const key = 'hints';
const none = 'none';

/** If nothing can be stored, hints return on every visit. */
export function hintsWanted(): boolean {
  try {
    return localStorage.getItem(key) !== none;
  } catch {
    return true;
  }
}

export function wantNoHints(): void {
  try {
    localStorage.setItem(key, none);
  } catch {
    // A private window may keep nothing.
  }
}
