/**
 * @jax-js/jax on its WebGPU backend: what it can express of our cases, written as its own examples
 * are, every step one jitted function.
 */
import { defaultDevice, init } from '@jax-js/jax';
import type { Case } from '../../cases/case.ts';
import type { JaxWork, Peer } from '../peer.ts';
import { prepareArticle } from './article.ts';
import { prepareBlock } from './block.ts';

/** Of the package, which does not say it itself. */
export const jaxVersion = '0.1.25';

export async function openJaxPeer(): Promise<Peer> {
  const devices = await init('webgpu');
  if (!devices.includes('webgpu')) throw new Error('@jax-js/jax found no WebGPU');
  defaultDevice('webgpu');
  return {
    name: 'jax-js',
    versions: { '@jax-js/jax': jaxVersion },
    refuses,
    async prepare(given) {
      const work = prepare(given);
      return {
        async run(times) {
          let loss = Number.NaN;
          let flying: Promise<number> | null = null;
          for (let i = 0; i < times; i++) {
            const next = work.step();
            // Awaited one step later; a rejection is heard then.
            next.catch(() => {});
            if (flying) loss = await flying;
            flying = next;
          }
          return { loss: flying ? await flying : loss, cpuMs: null };
        },
        dispose: async () => work.dispose(),
      };
    },
    // It has one device for the process' life and no call to give it back.
    dispose: async () => {},
  };
}

function refuses(given: Case): string | null {
  if (given.kind === 'block' || given.name === 'article') return null;
  return (
    'has arrays, gradients and jit, but no U-Net, diffusion scheduler or checkpoint of either, and NCHW convolutions only: ' +
    'the block stands for what one would have to write'
  );
}

function prepare(given: Case): JaxWork {
  if (given.kind === 'block') return prepareBlock(given);
  if (given.kind === 'step' && given.name === 'article') return prepareArticle(given);
  throw new Error(`@jax-js/jax has no ${given.name}`);
}
