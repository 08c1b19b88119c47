/** Whether the visitor wants to be told what to look at next: until they close the line, in this browser. */

const key = 'hints';
const none = 'none';

/** Where nothing can be kept, it is asked anew on every visit. */
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
