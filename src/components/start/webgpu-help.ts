/**
 * How to switch WebGPU on, by what a browser reports about itself. The words of each case are
 * `start.help` of the page's words.
 */

export interface BrowserFacts {
  /** `navigator.userAgent`. */
  readonly userAgent: string;
  /** Of a touch screen: an iPad says that it is a Mac. */
  readonly touchPoints: number;
  /** Whether the page came over https, or from this machine. */
  readonly secure: boolean;
  /** Whether the browser has `navigator.gpu`: then it is only the adapter that is missing. */
  readonly hasGpu: boolean;
}

export type WebGpuHelp =
  | 'insecure'
  | 'appleUpdate'
  | 'safariUpdate'
  | 'chromeLinux'
  | 'chromeAndroid'
  | 'chromeUpdate'
  | 'chromeAcceleration'
  | 'firefoxUpdate'
  | 'firefoxElsewhere'
  | 'firefoxAcceleration'
  | 'otherBrowser';

/** Of this version on, on Windows; on macOS from 145. */
const firefoxWithWebGpu = { windows: 141, mac: 145 };
/** On Windows, macOS and ChromeOS; on Android from 121. */
const chromeWithWebGpu = { desktop: 113, android: 121 };
const safariWithWebGpu = 26;

const versionAfter = (userAgent: string, name: string): number =>
  Number(new RegExp(`${name}/(\\d+)`).exec(userAgent)?.[1] ?? Number.NaN);

/** Versions as browsers are known to have it; not checked by running each. */
export function webGpuHelp({ userAgent, touchPoints, secure, hasGpu }: BrowserFacts): WebGpuHelp {
  if (!secure) return 'insecure';
  const isMac = userAgent.includes('Macintosh');
  // Every browser of these is Safari's engine, which comes with the system.
  if (/iPhone|iPad|iPod/.test(userAgent) || (isMac && touchPoints > 1)) return hasGpu ? 'otherBrowser' : 'appleUpdate';
  const isAndroid = userAgent.includes('Android');
  const isLinux = userAgent.includes('Linux') && !isAndroid;
  const firefox = versionAfter(userAgent, 'Firefox');
  if (firefox > 0) {
    if (isLinux || isAndroid) return 'firefoxElsewhere';
    if (hasGpu) return 'firefoxAcceleration';
    const needed = isMac ? firefoxWithWebGpu.mac : firefoxWithWebGpu.windows;
    return firefox < needed ? 'firefoxUpdate' : 'firefoxElsewhere';
  }
  // Edge, Opera, Brave and others say Chrome, too.
  const chrome = versionAfter(userAgent, 'Chrome');
  if (chrome > 0) {
    if (isAndroid) return chrome < chromeWithWebGpu.android ? 'chromeUpdate' : 'chromeAndroid';
    if (chrome < chromeWithWebGpu.desktop) return 'chromeUpdate';
    return isLinux ? 'chromeLinux' : 'chromeAcceleration';
  }
  const safari = versionAfter(userAgent, 'Version');
  if (isMac && safari > 0) return safari < safariWithWebGpu ? 'safariUpdate' : 'otherBrowser';
  return 'otherBrowser';
}
