/**
 * A browser's name such as "Chrome 140 on Linux", from its user agent string. Every browser claims
 * to be several, so the rarest name in the string counts.
 */
export function browserName(userAgent: string): string {
  const found = names.map(([token, name]) => {
    const version = new RegExp(`${token}/(\\d+)`).exec(userAgent)?.[1];
    return version === undefined ? null : `${name} ${version}`;
  });
  const browser = found.find((name) => name !== null) ?? 'another browser';
  const system = systems.find(([token]) => userAgent.includes(token))?.[1];
  return system === undefined ? browser : `${browser} on ${system}`;
}

const names = [
  ['Edg', 'Edge'],
  ['OPR', 'Opera'],
  ['Firefox', 'Firefox'],
  ['HeadlessChrome', 'Chrome, headless,'],
  ['Chrome', 'Chrome'],
  ['Version', 'Safari'],
] as const;

const systems = [
  ['Android', 'Android'],
  ['iPhone', 'iOS'],
  ['iPad', 'iPadOS'],
  ['Windows', 'Windows'],
  ['Mac OS X', 'macOS'],
  ['CrOS', 'ChromeOS'],
  ['Linux', 'Linux'],
] as const;
