/**
 * One invocation of a program that is there, on zeros: some drivers (lavapipe) put most of
 * compiling off until a pipeline is first used, and then the first step would wait. With sizes of
 * zero our programs and tfjs' do nothing else; what they write is thrown away.
 */

/**
 * What the source binds, in order: `@group(0) @binding(1) var<storage, read> ...`. tfjs writes them
 * like this, and so do we.
 */
const binding = /@binding\((\d+)\)\s+var<(uniform|storage, read_write|storage, read)>/g;

/** More than the uniforms of any program, and than an element of any array. */
const bytes = 1024;

/** Resolves when it has been used, or at once where it cannot be: its next user gets the reason. */
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
