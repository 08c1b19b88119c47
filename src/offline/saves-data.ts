/**
 * Whether this device is set to save data: Chromium's or the system's setting, read anew each time.
 * Other browsers do not say.
 */
export function savesData(): boolean {
  const connection: unknown = 'connection' in navigator ? navigator.connection : null;
  return (
    typeof connection === 'object' && connection !== null && 'saveData' in connection && connection.saveData === true
  );
}
