import { act } from 'react';
import { expect, it } from 'vitest';
import type { EngineSlice } from '../../store/index.ts';
import { mounted } from '../mounted.testing.tsx';

const angle = 'ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device))';

it.each([
  ['webgpu', 'Some GPU', 'Some GPUWebGPU · ready', 'Some GPU'],
  ['webgl', angle, 'WebGLready', angle],
  ['cpu', 'JavaScript', 'JavaScript on the CPUCPU · ready', 'JavaScript on the CPU'],
] as const)(
  'names what a pupil knows on %s, and the adapter in full on demand',
  async (backend, adapter, said, full) => {
    const { found, playground, state } = await mounted(
      '#v=1&recipe=quick',
      async () => {
        const { DeviceBadge } = await import('./DeviceBadge.tsx');
        return <DeviceBadge />;
      },
      (page) => page.querySelector<HTMLElement>('section'),
    );
    const device: EngineSlice['device'] = { backend, adapter, software: false, features: [] };
    await act(async () => playground.store.setState({ engine: { ...state().engine, device } }));
    expect(found.textContent?.toLowerCase()).toBe(said.toLowerCase());
    await act(async () => found.focus());
    expect(document.querySelector('[role=tooltip]')?.textContent).toContain(full);
  },
);
