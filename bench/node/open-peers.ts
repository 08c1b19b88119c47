/**
 * Opens the peers that are available. Peers that are missing are reported and do not stop the
 * others.
 */
import type { Peer, PeerName } from '../peers/peer.ts';
import { openTorchPeers, torchPeerNames } from './torch-peer.ts';

export interface OpenedPeers {
  readonly peers: readonly Peer[];
  /** Why some peers are missing. */
  readonly notes: readonly string[];
}

/** Call it after `installWebGPU`. `python`: the value of `BENCH_PYTHON`, or undefined. */
export async function openPeers(asked: readonly PeerName[], python: string | undefined): Promise<OpenedPeers> {
  const peers: Peer[] = [];
  const notes: string[] = [];
  const add = async (open: () => Promise<readonly Peer[]>) => {
    try {
      peers.push(...(await open()));
    } catch (error) {
      notes.push(`Not measured: ${error instanceof Error ? error.message : String(error)}.`);
    }
  };
  const { openTfjsPeer } = await import('../peers/tfjs/peer.ts');
  for (const name of ['ours', 'stock'] as const) {
    if (asked.includes(name)) await add(async () => [await openTfjsPeer(name)]);
  }
  if (asked.includes('jax-js')) await add(async () => [await (await import('../peers/jax/peer.ts')).openJaxPeer()]);
  const torch = torchPeerNames.filter((name) => asked.includes(name));
  if (torch.length === 0) return { peers, notes };
  if (python === undefined) {
    notes.push('PyTorch was not measured: BENCH_PYTHON names no Python.');
    return { peers, notes };
  }
  await add(() => openTorchPeers(python, torch));
  return { peers, notes };
}
