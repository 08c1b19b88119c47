/**
 * Our networks on tfjs: with our kernels, with tfjs' own, and on WebGL. The code is the same; only
 * the backend differs.
 */
import * as tf from '@tensorflow/tfjs-core';
import { openDevice } from '../../../src/ml/backends/open-device.ts';
import { loadRecording } from '../../../src/ml/device/recording-loader.ts';
import { replayReports } from '../../../src/ml/device/replay.ts';
import type { Case } from '../../cases/case.ts';
import type { Peer, Prepared, Work } from '../peer.ts';
import { prepareBlock } from './block.ts';
import { countCommands } from './commands.ts';
import { prepareSampling } from './sampling.ts';
import { prepareSteps } from './train-step.ts';

export type TfjsPeerName = 'ours' | 'stock' | 'webgl';

interface TfjsDevice {
  readonly backendName: string;
  /** Reports the device's errors outside any call, after which its results cannot be trusted. */
  errors(listener: (error: Error) => void): void;
  idle(): Promise<void>;
  dispose(): void;
}

/** tfjs' flags, which our backend may set otherwise than tfjs does. */
type Flags = ReturnType<ReturnType<typeof tf.env>['getFlags']>;

/**
 * Several peers may be open, but only one works at a time, because each makes its backend the
 * current one before it works. Each has its own values of tfjs' flags.
 */
export async function openTfjsPeer(name: TfjsPeerName): Promise<Peer> {
  tf.enableProdMode();
  const before = { ...tf.env().getFlags() };
  const device = await open(name);
  // `ours` may have set flags, which must not affect the others.
  const flags: Flags = { ...tf.env().getFlags() };
  tf.env().setFlags(before);

  let failure: Error | null = null;
  device.errors((error) => {
    failure ??= error;
  });

  async function activate(): Promise<void> {
    if (failure) throw failure;
    await select();
  }

  async function select(): Promise<void> {
    tf.env().setFlags(flags);
    if (!(await tf.setBackend(device.backendName))) throw new Error(`tfjs lost its backend ${device.backendName}`);
  }

  return {
    name,
    versions: { '@tensorflow/tfjs-core': tf.version_core },
    refuses: () => null,
    async prepare(given) {
      await activate();
      const work = await prepareWork(given, name === 'ours');
      const prepared: Prepared = {
        async run(times) {
          await activate();
          const loss = await work.run(times);
          await device.idle();
          if (failure) throw failure;
          return { loss, cpuMs: null };
        },
        async dispose() {
          await select();
          work.dispose();
          await device.idle();
        },
      };
      if (name === 'ours') {
        prepared.recordings = async (rounds) => {
          await loadRecording();
          await prepared.run(rounds);
          return replayReports();
        };
      }
      const { step } = work;
      if (step === null || name === 'webgl') return prepared;
      return {
        ...prepared,
        async commands() {
          await activate();
          await device.idle();
          const counted = await countCommands(step);
          const obstacle = name === 'ours' ? replayReports().find((report) => report.dispatches === 0) : undefined;
          return {
            ...counted,
            stepBytes: work.stepBytes ?? null,
            notReplayed: obstacle ? `${obstacle.name}: ${obstacle.obstacle ?? 'too few rounds'}` : null,
          };
        },
      };
    },
    async dispose() {
      await select();
      await device.idle();
      device.dispose();
    },
  };
}

async function open(name: TfjsPeerName): Promise<TfjsDevice> {
  switch (name) {
    case 'ours':
      return { backendName: 'webgpu', ...(await openDevice('webgpu')) };
    case 'webgl':
      return { backendName: 'webgl', ...(await openDevice('webgl')) };
    case 'stock': {
      const { openStockDevice, stockBackendName } = await import('./stock-device.ts');
      return { backendName: stockBackendName, ...(await openStockDevice()) };
    }
    default:
      return name satisfies never;
  }
}

async function prepareWork(given: Case, ahead: boolean): Promise<Work> {
  switch (given.kind) {
    case 'step':
      return prepareSteps(given, ahead);
    case 'sample':
      return prepareSampling(given);
    case 'block':
      return prepareBlock(given);
    default:
      return given satisfies never;
  }
}
