/**
 * The headers that a host should send, defined once for all hosts. The build writes them as
 * `_headers`, which Netlify and Cloudflare Pages read, and into the configuration for nginx; `npm
 * start` and the tests' host also read `_headers`.
 */

/** Rules for paths from the site's root; all that match apply. */
export interface HeaderRule {
  /** A path, or the beginning of one with `*` for the rest. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** The names of these files contain a hash of their content. */
export const namedByContent = '/assets/';

/** For every file. */
export const commonHeaders = (policy: string): Readonly<Record<string, string>> => ({
  'Content-Security-Policy': policy,
  'X-Content-Type-Options': 'nosniff',
});

export const keptForGood = { 'Cache-Control': 'public, max-age=31536000, immutable' } as const;

/** Both hosts have browsers ask again for whatever has no `Cache-Control` here. */
export const headerRules = (policy: string): readonly HeaderRule[] => [
  { path: '/*', headers: commonHeaders(policy) },
  { path: `${namedByContent}*`, headers: keptForGood },
];

/** Cloudflare ignores a longer line. */
export const longestLine = 2000;

export function writeHeadersFile(rules: readonly HeaderRule[]): string {
  const lines = rules.flatMap(({ path, headers }) => [
    path,
    ...Object.entries(headers).map(([name, value]) => `  ${name}: ${value}`),
  ]);
  const tooLong = lines.find((line) => line.length > longestLine);
  if (tooLong !== undefined) throw new Error(`a line of _headers has ${tooLong.length} characters: ${tooLong}`);
  return `${lines.join('\n')}\n`;
}

/**
 * Parses `_headers` as those hosts do: a path begins a line, its headers are indented, `#` begins a
 * comment.
 */
export function readHeadersFile(text: string): readonly HeaderRule[] {
  const rules: { path: string; headers: Record<string, string> }[] = [];
  for (const line of text.split('\n')) {
    if (line.trim() === '' || line.trimStart().startsWith('#')) continue;
    const [, name, value] = /^\s+([\w-]+):\s*(.+)$/.exec(line) ?? [];
    const rule = rules.at(-1);
    if (name === undefined || value === undefined) rules.push({ path: line.trim(), headers: {} });
    else if (rule) rule.headers[name] = value;
    else throw new Error(`a header without a path: ${line}`);
  }
  return rules;
}

/** `path`: from the site's root, with a slash at its beginning. */
export function headersFor(rules: readonly HeaderRule[], path: string): Record<string, string> {
  const matches = (pattern: string): boolean =>
    pattern.endsWith('*') ? path.startsWith(pattern.slice(0, -1)) : path === pattern;
  return Object.assign({}, ...rules.filter((rule) => matches(rule.path)).map(({ headers }) => headers));
}
