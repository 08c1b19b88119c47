import { expect, test } from 'vitest';
import { type BrowserFacts, type WebGpuHelp, webGpuHelp } from './webgpu-help.ts';

const chrome = (system: string, version: number) =>
  `Mozilla/5.0 (${system}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${version}.0.0.0 Safari/537.36`;
const firefox = (system: string, version: number) =>
  `Mozilla/5.0 (${system}; rv:${version}.0) Gecko/20100101 Firefox/${version}.0`;
const safari = (system: string, version: string) =>
  `Mozilla/5.0 (${system}) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/${version} Safari/605.1.15`;

const windows = 'Windows NT 10.0; Win64; x64';
const linux = 'X11; Linux x86_64';
const mac = 'Macintosh; Intel Mac OS X 10_15_7';
const iphone = 'iPhone; CPU iPhone OS 18_5 like Mac OS X';

const cases: readonly (readonly [string, string, Partial<BrowserFacts>, WebGpuHelp])[] = [
  ['any browser over http', chrome(windows, 140), { secure: false }, 'insecure'],
  ['Chrome on Linux', chrome(linux, 142), {}, 'chromeLinux'],
  ['Chrome on Windows without acceleration', chrome(windows, 142), { hasGpu: true }, 'chromeAcceleration'],
  ['Edge on Windows', `${chrome(windows, 142)} Edg/142.0.0.0`, { hasGpu: true }, 'chromeAcceleration'],
  ['an old Chrome', chrome(windows, 109), {}, 'chromeUpdate'],
  ['an old Chrome on Android', chrome('Linux; Android 10; K', 119), {}, 'chromeUpdate'],
  ['Chrome on Android', chrome('Linux; Android 10; K', 142), { hasGpu: true, touchPoints: 5 }, 'chromeAndroid'],
  ['Firefox on Windows, old', firefox(windows, 140), {}, 'firefoxUpdate'],
  ['Firefox on Windows', firefox(windows, 144), { hasGpu: true }, 'firefoxAcceleration'],
  ['Firefox on a Mac, old', firefox(mac, 144), {}, 'firefoxUpdate'],
  ['Firefox on Linux', firefox(linux, 145), {}, 'firefoxElsewhere'],
  ['Firefox on Android', firefox('Android 15; Mobile', 145), { touchPoints: 5 }, 'firefoxElsewhere'],
  ['Safari before 26', safari(mac, '18.5'), {}, 'safariUpdate'],
  ['Safari 26', safari(mac, '26.0'), { hasGpu: true }, 'otherBrowser'],
  ['an iPhone before 26', safari(iphone, '18.5'), { touchPoints: 5 }, 'appleUpdate'],
  ['an iPad, which says that it is a Mac', safari(mac, '18.5'), { touchPoints: 5 }, 'appleUpdate'],
  ['Firefox on an iPhone', `${safari(iphone, '18.5')} FxiOS/140.0`, { touchPoints: 5 }, 'appleUpdate'],
  ['a browser that nobody knows', 'curl/8', {}, 'otherBrowser'],
];

test.each(cases)('%s', (_, userAgent, facts, expected) => {
  expect(webGpuHelp({ userAgent, touchPoints: 0, secure: true, hasGpu: false, ...facts })).toBe(expected);
});
