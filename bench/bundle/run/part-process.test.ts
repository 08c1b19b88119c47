import { expect, onTestFinished, test, vi } from 'vitest';
import type { PartLine } from '../part-lines.ts';
import { type Outcome, runPart } from './part-process.ts';

/** A limit in ms that no test reaches. */
const limit = 600_000;

interface Run {
  readonly outcome: Outcome;
  readonly lines: readonly PartLine[];
  readonly messages: readonly string[];
}

/** Runs this source as a part. `onLine` is called with each line it reports. */
async function run(text: string, onLine = () => {}, { signal } = new AbortController()): Promise<Run> {
  const lines: PartLine[] = [];
  const messages: string[] = [];
  const outcome = await runPart({
    arguments: ['-e', text],
    env: process.env,
    limit,
    onLine: (line) => {
      lines.push(line);
      onLine();
    },
    onMessage: (message) => messages.push(message),
    signal,
  });
  return { outcome, lines, messages };
}

const note = `console.log(JSON.stringify({ kind: 'note', text: 'found' }));`;
const goesOn = 'setInterval(() => {}, 1000);';

test('tells a part’s results from its messages', async () => {
  const { outcome, lines, messages } = await run(`${note} console.error('a warning');`);
  expect(outcome).toEqual({ kind: 'done' });
  expect(lines).toEqual([{ kind: 'note', text: 'found' }]);
  expect(messages).toEqual(['a warning']);
});

test('a failed part gives its reason', async () => {
  expect((await run(`console.error('no memory'); process.exit(3);`)).outcome).toEqual({
    kind: 'failed',
    reason: 'no memory',
  });
  expect((await run(`process.kill(process.pid, 'SIGSEGV'); ${goesOn}`)).outcome).toEqual({
    kind: 'crashed',
    signal: 'SIGSEGV',
  });
});

test.each([
  ['that ends only when it must is cut', '() => {}', limit, { kind: 'cut' }],
  ['that stops early when it is asked to is cut', '() => process.exit(1)', limit - 1, { kind: 'cut' }],
  ['that has finished by then is done', '() => process.exit(0)', limit - 1, { kind: 'done' }],
])('a part %s, with its results so far', async (_, onInterrupt, ms, expected) => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const { outcome, lines } = await run(`process.on('SIGINT', ${onInterrupt}); ${note} ${goesOn}`, () => {
    vi.advanceTimersByTime(ms);
  });
  expect(outcome).toEqual(expected);
  expect(lines).toEqual([{ kind: 'note', text: 'found' }]);
});

test('a part that ends with the whole run is not reported as cut', async () => {
  const interruption = new AbortController();
  const stops = `process.on('SIGINT', () => process.exit(1));`;
  const { outcome } = await run(`${stops} ${note} ${goesOn}`, () => interruption.abort(), interruption);
  expect(outcome).toEqual({ kind: 'interrupted' });
});
