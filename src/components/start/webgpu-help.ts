/**
 * How to switch WebGPU on, based on what a browser reports about itself. The words for each case
 * are in `start.help` of the words table.
 */

export interface BrowserFacts {
  /** `navigator.userAgent`. */
  readonly userAgent: string;
  /** Touch points of the screen: an iPad reports that it is a Mac. */
  readonly touchPoints: number;
  /** Whether the page came over https, or from this machine. */
  readonly secure: boolean;
  /** Whether the browser has `navigator.gpu`: then only the adapter is missing. */
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

/** The first Firefox versions with WebGPU: 141 on Windows, 145 on macOS. */
const firefoxWithWebGpu = { windows: 141, mac: 145 };
/** The first Chrome versions with WebGPU: 113 on Windows, macOS and ChromeOS, 121 on Android. */
const chromeWithWebGpu = { desktop: 113, android: 121 };
const safariWithWebGpu = 26;

const versionAfter = (userAgent: string, name: string): number =>
  Number(new RegExp(`${name}/(\\d+)`).exec(userAgent)?.[1] ?? Number.NaN);

/** The versions in which browsers are known to have WebGPU; not checked by running each. */
export function webGpuHelp({ userAgent, touchPoints, secure, hasGpu }: BrowserFacts): WebGpuHelp {
  if (!secure) return 'insecure';
  const isMac = userAgent.includes('Macintosh');
  // All of these browsers use Safari's engine, which is updated with the system.
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
  // Edge, Opera, Brave and others also call themselves Chrome.
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
