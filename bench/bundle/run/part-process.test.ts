import { expect, test } from 'vitest';
import type { PartLine } from '../part-lines.ts';
import { type Outcome, runPart } from './part-process.ts';

/** Runs a text as a part. */
async function run(
  text: string,
  limit = 20_000,
): Promise<{ outcome: Outcome; lines: PartLine[]; messages: string[]; ms: number }> {
  const lines: PartLine[] = [];
  const messages: string[] = [];
  const start = performance.now();
  const outcome = await runPart({
    arguments: ['-e', text],
    env: process.env,
    limit,
    onLine: (line) => lines.push(line),
    onMessage: (message) => messages.push(message),
    signal: new AbortController().signal,
  });
  return { outcome, lines, messages, ms: performance.now() - start };
}

const note = `console.log(JSON.stringify({ kind: 'note', text: 'found' }));`;

test('what a part says is told apart from its messages', async () => {
  const { outcome, lines, messages } = await run(`${note} console.error('a warning');`);
  expect(outcome).toEqual({ kind: 'done' });
  expect(lines).toEqual([{ kind: 'note', text: 'found' }]);
  expect(messages).toEqual(['a warning']);
});

test('a failure says why', async () => {
  expect((await run(`console.error('no memory'); process.exit(3);`)).outcome).toEqual({
    kind: 'failed',
    reason: 'no memory',
  });
  expect((await run(`process.kill(process.pid, 'SIGSEGV'); setTimeout(() => {}, 10_000);`)).outcome).toEqual({
    kind: 'crashed',
    signal: 'SIGSEGV',
  });
});

test('a part that does not end is cut at its limit, with what it had found', async () => {
  const { outcome, lines, ms } = await run(
    `process.on('SIGINT', () => {}); ${note} setInterval(() => {}, 1000);`,
    1500,
  );
  expect(outcome).toEqual({ kind: 'cut' });
  expect(lines).toHaveLength(1);
  expect(ms).toBeGreaterThan(1400);
  expect(ms).toBeLessThan(10_000);
});
