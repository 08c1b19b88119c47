/**
 * The address of a folder that an environment variable gives to a build, with a slash at its end.
 * Throws if it is not an address of the web.
 */
export function wholeAddress(variable: string, value: string): URL {
  const url = URL.canParse(value) ? new URL(value) : null;
  if (!url || !/^https?:$/.test(url.protocol))
    throw new Error(`${variable} must be a whole address, as https://example.org/playground/, and is ${value}`);
  return new URL(url.pathname.replace(/\/?$/, '/'), url);
}
