import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Device, openDevice } from '../../backends/open-device.ts';
import { webgpuBackend } from '../../device/current-backend.ts';
import { type ComputeProgram, dispatch } from './compute-program.ts';

let device: Device;
beforeAll(async () => {
  device = await openDevice('webgpu');
});
afterAll(() => device.dispose());

/** Writes one number. */
const writing = (number: number, key: string): ComputeProgram => ({
  key,
  workgroup: 1,
  uniforms: { unused: 'u32' },
  reads: {},
  writes: { result: 'f32' },
  takes: 'index',
  source: `fn main(i : i32) { result[i] = ${number}.0; }`,
});

it('throws in tests if one key is used for two sources, but not if the same source comes again', async () => {
  const backend = webgpuBackend();
  if (!backend) throw new Error('WebGPU is the current backend');
  const result = backend.makeTensorInfo([1], 'float32');
  const run = (program: ComputeProgram) =>
    dispatch(backend, program, { uniforms: { unused: 0 }, reads: {}, writes: { result }, workgroups: 1 });
  run(writing(1, 'one'));
  run(writing(1, 'one'));
  run(writing(2, 'two'));
  expect(() => run(writing(3, 'two'))).toThrow(/^two sources have the key "two":/);
  expect(Array.from((await backend.read(result.dataId)) as Float32Array)).toEqual([2]);
  backend.disposeData(result.dataId);
});
