/**
 * Compares a few training steps at real sizes on our kernels with the same steps on tfjs' own
 * kernels, on the same adapter.
 */
import { type CaseName, cases, type StepCase } from '../../cases/case.ts';
import type { Peer } from '../../peers/peer.ts';
import { openTfjsPeer } from '../../peers/tfjs/peer.ts';
import { left, right } from '../../report/table.ts';
import { tellData, tellProgress, tellTable } from '../parts/part.ts';

const compared = ['article', 'tiny', 'small'] as const satisfies readonly CaseName[];
const steps = 4;
/**
 * The largest relative difference of two losses. Rounding accumulates in the weights from step to
 * step.
 */
const tolerance = 1e-3;

/** False if the losses differ. */
export async function compareSteps(batch: number, signal: AbortSignal): Promise<boolean> {
  const peers = { ours: await openTfjsPeer('ours'), stock: await openTfjsPeer('stock') };
  const rows: string[][] = [];
  const wrong: string[] = [];
  const tellReached = () => tellProgress('networks', rows.length, compared.length, wrong);
  tellReached();
  try {
    for (const name of compared) {
      if (signal.aborted) break;
      const given: StepCase = { ...cases[name], batch };
      const [ours, stock] = [await lossesOf(peers.ours, given), await lossesOf(peers.stock, given)];
      const differences = ours.map((loss, i) => Math.abs(loss / (stock[i] ?? Number.NaN) - 1));
      if (!differences.every((difference) => difference < tolerance)) wrong.push(`losses of ${name}`);
      tellData({ steps: name, ours, stock });
      rows.push([name, ours.map(text).join(' '), stock.map(text).join(' '), Math.max(...differences).toExponential(1)]);
      tellReached();
      tellTable({
        title: `Losses of the first ${steps} steps at batch ${batch}`,
        columns: [left('network'), left('ours'), left("tfjs' own kernels"), right('largest relative difference')],
        rows,
        notes: [...wrong.map((what) => `Wrong: ${what}.`), `Allowed is ${tolerance}.`],
      });
    }
  } finally {
    for (const peer of Object.values(peers)) await peer.dispose();
  }
  return wrong.length === 0;
}

const text = (loss: number): string => loss.toFixed(5);

async function lossesOf(peer: Peer, given: StepCase): Promise<number[]> {
  const prepared = await peer.prepare(given);
  try {
    const losses: number[] = [];
    for (let i = 0; i < steps; i++) losses.push((await prepared.run(1)).loss ?? Number.NaN);
    return losses;
  } finally {
    await prepared.dispose();
  }
}
