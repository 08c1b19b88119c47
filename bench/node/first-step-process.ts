/**
 * A separate process for one first step: `tsx first-step-process.ts PEER '{"kind":"step",...}'`.
 * Its last line is the times it took, as JSON.
 */
import { z } from 'zod';
import { cases } from '../cases/case.ts';
import type { Peer } from '../peers/peer.ts';
import { installWebGPU } from './dawn.ts';
import { type FirstStep, firstStepCases, firstStepPeers } from './first-steps.ts';

async function openPeer(name: (typeof firstStepPeers)[number]): Promise<Peer> {
  if (name === 'jax-js') return (await import('../peers/jax/peer.ts')).openJaxPeer();
  return (await import('../peers/tfjs/peer.ts')).openTfjsPeer(name);
}

const [peerName, caseName, batch] = z
  .tuple([z.enum(firstStepPeers), z.enum(firstStepCases), z.coerce.number()])
  .parse(process.argv.slice(2));
if (!(await installWebGPU())) throw new Error('there is no adapter');
const start = performance.now();
const peer = await openPeer(peerName);
const opened = performance.now();
const prepared = await peer.prepare({ ...cases[caseName], batch });
const ready = performance.now();
await prepared.run(1);
const took: FirstStep = { device: opened - start, network: ready - opened, step: performance.now() - ready };
process.stdout.write(`\n${JSON.stringify(took)}\n`, () => process.exit(0));
