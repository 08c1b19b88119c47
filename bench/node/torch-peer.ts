/**
 * PyTorch as a peer: runs bench/torch_peer.py in a Python of the user's. That program runs the
 * cases and adds no time of its own.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { recipes } from '../../src/ml/config.ts';
import type { Peer } from '../peers/peer.ts';

const program = join(import.meta.dirname, '..', 'torch_peer.py');

const answerSchema = z.discriminatedUnion('ok', [
  z.looseObject({ ok: z.literal(true) }),
  z.object({ ok: z.literal(false), error: z.string() }),
]);
const helloSchema = z.object({ versions: z.record(z.string(), z.string()), cuda: z.boolean() });
const doneSchema = z.object({ loss: z.number().nullable(), cpuMs: z.number() });

/** A Python process that answers each line with a line. */
interface Conversation {
  readonly hello: z.infer<typeof helloSchema>;
  /** Throws the error that the Python program reports. */
  ask(question: object): Promise<unknown>;
  end(): void;
}

export const torchPeerNames = ['torch-cpu', 'torch-cuda', 'torch-compiled'] as const;
type TorchPeerName = (typeof torchPeerNames)[number];

/** The Python program's arguments for each peer. */
const torchArguments: Readonly<Record<TorchPeerName, readonly string[]>> = {
  'torch-cpu': ['cpu'],
  'torch-cuda': ['cuda'],
  'torch-compiled': ['cuda', 'compiled'],
};

async function converse(python: string, name: TorchPeerName): Promise<Conversation> {
  // Detached, because a terminal's Ctrl+C is meant for us; Python ends when its input is closed.
  const child = spawn(python, [program, ...torchArguments[name]], { stdio: ['pipe', 'pipe', 'pipe'], detached: true });
  let complaints = '';
  child.stderr.on('data', (chunk: Buffer) => {
    complaints = (complaints + chunk.toString()).slice(-2000);
  });
  const gone = new Promise<never>((_, reject) => {
    child.on('error', ({ message }) => reject(new Error(`${python} could not be started: ${message}`)));
    child.on('close', (code) => {
      const last = complaints.trim().split('\n').at(-1) ?? '';
      reject(new Error(`${python} ended (${code ?? 'by a signal'}): ${last || 'it said nothing'}`));
    });
  });
  gone.catch(() => {}); // the next request gets the error
  child.stdin.on('error', () => {}); // the same: the process has ended
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();

  async function answer(): Promise<unknown> {
    const { value } = await Promise.race([lines.next(), gone]);
    if (value === undefined) return gone;
    const said = answerSchema.parse(JSON.parse(value));
    if (!said.ok) throw new Error(said.error);
    return said;
  }

  return {
    hello: helloSchema.parse(await answer()),
    ask(question) {
      child.stdin.write(`${JSON.stringify(question)}\n`);
      return answer();
    },
    end: () => child.stdin.end(),
  };
}

/**
 * Which of the named peers this Python can be; on the graphics card only if its torch has one.
 * Throws an error of one sentence if there is no Python, or it has no torch.
 */
export async function openTorchPeers(python: string, names: readonly TorchPeerName[]): Promise<Peer[]> {
  const cpu = await converse(python, 'torch-cpu');
  const peers: Peer[] = [];
  if (names.includes('torch-cpu')) peers.push(torchPeer('torch-cpu', cpu));
  else cpu.end();
  if (!cpu.hello.cuda) return peers;
  for (const name of ['torch-cuda', 'torch-compiled'] as const)
    if (names.includes(name)) peers.push(torchPeer(name, await converse(python, name)));
  return peers;
}

function torchPeer(name: TorchPeerName, { hello, ask, end }: Conversation): Peer {
  return {
    name,
    versions: hello.versions,
    refuses: () => null,
    async prepare(given) {
      await ask({ do: 'prepare', case: given, recipe: given.kind === 'block' ? null : recipes[given.recipe] });
      return {
        run: async (times) => doneSchema.parse(await ask({ do: 'run', times })),
        dispose: async () => {
          await ask({ do: 'dispose' });
        },
      };
    },
    dispose: async () => end(),
  };
}
