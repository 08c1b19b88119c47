/**
 * Runs a compiled program once, on zeros. Some drivers (lavapipe) postpone most of the compiling
 * until a pipeline is first used, and then the first step would wait for it. With sizes of zero,
 * our programs and tfjs' do nothing; what they write is thrown away.
 */

/**
 * Matches what the source binds, in order: `@group(0) @binding(1) var<storage, read> ...`. tfjs and
 * we both write bindings like this.
 */
const binding = /@binding\((\d+)\)\s+var<(uniform|storage, read_write|storage, read)>/g;

/** Buffer size: more than the uniforms of any program, and more than one element of any array. */
const bytes = 1024;

/**
 * Resolves when the program has been used, or if it cannot be: then its next user gets the error.
 */
export async function useOnce(device: GPUDevice, pipeline: GPUComputePipeline, code: string): Promise<void> {
  device.pushErrorScope('validation');
  const buffers: GPUBuffer[] = [];
  const entries = [...code.matchAll(binding)].map(([, index, kind]) => {
    const usage = kind === 'uniform' ? GPUBufferUsage.UNIFORM : GPUBufferUsage.STORAGE;
    const buffer = device.createBuffer({ label: 'first use', size: bytes, usage });
    buffers.push(buffer);
    return { binding: Number(index), resource: { buffer } };
  });
  const encoder = device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  pass.setPipeline(pipeline);
  pass.setBindGroup(0, device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries }));
  pass.dispatchWorkgroups(1);
  pass.end();
  device.queue.submit([encoder.finish()]);
  await Promise.all([device.queue.onSubmittedWorkDone(), device.popErrorScope()]);
  for (const buffer of buffers) buffer.destroy();
}
