/**
 * What the package replaces: kernels of tfjs' WebGPU backend, optimizers, and a gradient, by tfjs'
 * names. The kernels come from `src/ml/backends/webgpu-kernels.ts`.
 */
export type Replacement =
  | 'Conv2D'
  | 'FusedConv2D'
  | 'Conv2DBackpropInput'
  | 'Conv2DBackpropFilter'
  | 'BatchMatMul'
  | '_FusedMatMul'
  | 'Sum'
  | 'Mean'
  | 'FusedBatchNormGradient'
  | OptimizerName;

export type OptimizerName = 'Adam' | 'RMSProp' | 'Momentum' | 'SGD';
