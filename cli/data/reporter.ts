/**
 * The output of `npm run data`: a bar on a terminal, one line per stage elsewhere, JSON lines on
 * stdout if requested.
 */
import { Presets, SingleBar } from 'cli-progress';
import type { ShardEntry, Split } from '../../src/ml/data/manifest.ts';

export interface ShardReport {
  /** The data set's id. */
  readonly set: string;
  readonly split: Split;
  readonly shard: number;
  readonly entry: ShardEntry;
  readonly kept: boolean;
  readonly done: number;
  readonly total: number;
}

export interface DataReporter {
  /** A sentence without its full stop; the previous stage has ended. */
  stage(sentence: string): void;
  /**
   * `fetched`: how many of `bytes` have arrived, null if unknown: a terminal then shows the seconds
   * that pass.
   */
  fetching(sentence: string, bytes: number, fetched: () => number | null): void;
  shard(report: ShardReport): void;
  /** Leaves the terminal clean; must be called however the run ends. */
  close(): void;
}

export const silentReporter: DataReporter = { stage() {}, fetching() {}, shard() {}, close() {} };

export function terminalReporter(options: { readonly json: boolean } = { json: false }): DataReporter {
  const { stderr } = process;
  let bar: SingleBar | null = null;
  let ticking: NodeJS.Timeout | null = null;

  const close = () => {
    bar?.stop();
    bar = null;
    if (ticking !== null) {
      clearInterval(ticking);
      stderr.write('\n');
    }
    ticking = null;
  };
  const stage = (sentence: string) => {
    close();
    stderr.write(`${sentence}\n`);
  };

  return {
    stage,
    close,
    fetching(sentence, bytes, fetched) {
      const whole = `${megabytes(bytes)} MB`;
      if (!stderr.isTTY) return stage(`${sentence} (${whole})`);
      close();
      const start = Date.now();
      // The largest size so far, because npm moves its temporary file away when it is complete.
      let arrived = 0;
      const show = () => {
        arrived = Math.min(bytes, Math.max(arrived, fetched() ?? 0));
        const part = arrived === 0 ? whole : `${megabytes(arrived)} of ${whole}`;
        stderr.write(`\r${sentence}: ${part}, ${Math.round((Date.now() - start) / 1000)} s `);
      };
      show();
      ticking = setInterval(show, 500);
    },
    shard({ set, split, shard, entry, kept, done, total }) {
      if (options.json) {
        const { file, bytes } = entry;
        process.stdout.write(
          `${JSON.stringify({ event: 'shard', set, split, shard, file, bytes, kept, done, total })}\n`,
        );
      }
      if (!stderr.isTTY) return;
      if (bar === null) {
        bar = new SingleBar(
          { linewrap: true, format: '{bar} {value}/{total} shards, {eta_formatted} left', stream: stderr },
          Presets.shades_classic,
        );
        bar.start(total, 0);
      }
      bar.update(done);
    },
  };
}

const megabytes = (bytes: number) => Math.round(bytes / 1e6);
