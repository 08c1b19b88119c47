/**
 * `npm test`: all checks of a change, ordered so that failures show early, on a machine that may
 * have only Node. Stops at the first stage that fails.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { findOrInstallBrowser } from './browser.ts';
import { findOrInstallFirefox, findOrInstallFirefoxDriver } from './firefox.ts';
import { thisMachine } from './host.ts';
import { addCounts, type Counts, noCounts, readPlaywrightReport, readVitestReport } from './test/counts.ts';
import { type Stage, summaryOf, type Timing } from './test/stages.ts';
import { findVulkanDriver } from './vulkan-driver.ts';

const reports = '.cache/reports';
const unitReport = `${reports}/unit.json`;
const environment: Record<string, string | undefined> = { REQUIRE_WEBGPU: '1', ...process.env };

function run(command: string, args: readonly string[], extra: Readonly<Record<string, string>> = {}): boolean {
  return spawnSync(command, args, { stdio: 'inherit', env: { ...environment, ...extra } }).status === 0;
}

function report(browser: { readonly path: string; readonly source: string }): void {
  console.log(`Browser: ${browser.path} (${browser.source})`);
  const version = spawnSync(browser.path, ['--version'], { encoding: 'utf8' }).stdout?.trim();
  if (version) console.log(`  ${version}`);
}

function findBrowsers(): boolean {
  const browser = findOrInstallBrowser();
  environment.CHROMIUM_PATH = browser.path;
  report(browser);
  const firefox = findOrInstallFirefox();
  environment.FIREFOX_PATH = firefox.path;
  report(firefox);
  const { name, env } = findOrInstallFirefoxDriver(browser.path);
  console.log(`Vulkan driver for Firefox: ${name} ${env.VK_ICD_FILENAMES ?? ''}`);
  const driver = findVulkanDriver(thisMachine, browser.path);
  vulkan = driver.env;
  console.log(`Vulkan driver for Node: ${driver.name} ${driver.env.VK_ICD_FILENAMES ?? ''}`);
  if (driver.name === 'swiftshader' && name === 'lavapipe' && env.VK_ICD_FILENAMES) {
    vulkan = { ...vulkan, SESSION_VK_ICD_FILENAMES: env.VK_ICD_FILENAMES };
    console.log('  and for its sessions and commands that of Firefox');
  }
  const hasAdapter = run('npx', ['tsx', 'cli/adapter.ts'], vulkan);
  return hasAdapter || environment.REQUIRE_WEBGPU !== '1';
}

/**
 * Three shards are enough for every test (one stays intact when two are damaged). A larger existing
 * set stays; for the other sets the embedded part is enough.
 */
function prepareData(): boolean {
  return run('npm', ['run', '--silent', 'data', '--', '--sets', 'cifar10', '--shards', '3']);
}

/** Only for code on Dawn in Node: the browser has its own driver. */
let vulkan: Readonly<Record<string, string>> = {};
let counts: Counts = noCounts;

/** A skipped test proves nothing, so it fails the stage. */
function count(found: Counts): boolean {
  counts = addCounts(counts, found);
  if (found.skipped > 0) console.error(`${found.skipped} tests were skipped.`);
  return found.failed === 0 && found.skipped === 0 && found.passed > 0;
}

/** Each run has a folder for its pictures, because playwright empties it first. */
function endToEnd(name: string, args: readonly string[]): boolean {
  const report = `${reports}/${name}.json`;
  const passed = run('npx', ['playwright', 'test', '--output', `test-results/${name}`, ...args], {
    PLAYWRIGHT_JSON_OUTPUT_NAME: report,
  });
  return count(readPlaywrightReport(report)) && passed;
}

const stages: readonly Stage[] = [
  { name: 'browsers', run: findBrowsers },
  { name: 'data', run: prepareData },
  { name: 'format, lint', run: () => run('npx', ['biome', 'check', '--error-on-warnings', '.']) },
  { name: 'types', run: () => run('npx', ['tsc', '--noEmit']) },
  {
    name: 'unit',
    run() {
      const args = ['vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${unitReport}`];
      const passed = run('npx', args, vulkan);
      return count(readVitestReport(unitReport)) && passed;
    },
  },
  {
    name: 'build',
    run: () => run('npx', ['vite', 'build']) && run('npx', ['vite', 'build', '--mode', 'bench']),
  },
  { name: 'weight', run: () => run('npx', ['tsx', 'cli/weigh.ts']) },
  // Pages mostly compile and wait, on one core. With a second browser in parallel, timed tests
  // would be meaningless.
  { name: 'e2e', run: () => endToEnd('e2e', ['--grep-invert', '@timed|@long', '--workers', '2']) },
  { name: 'e2e, timed', run: () => endToEnd('e2e-timed', ['--grep', '@timed']) },
];

rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });
const timings: Timing[] = [];
for (const { name, run: runStage } of stages) {
  console.log(`\n== ${name}`);
  const start = performance.now();
  let passed = false;
  try {
    passed = runStage();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
  }
  timings.push({ name, passed, seconds: (performance.now() - start) / 1000 });
  if (!passed) break;
}

console.log(`\n${summaryOf(timings, stages.length)}`);
console.log(`${counts.passed} passed, ${counts.failed} failed`);
process.exit(timings.length === stages.length && timings.every(({ passed }) => passed) ? 0 : 1);
