/** What the package replaces: kernels of tfjs' WebGPU backend and optimizers, by tfjs' names. */
export type Replacement =
  | 'Conv2D'
  | 'FusedConv2D'
  | 'Conv2DBackpropInput'
  | 'Conv2DBackpropFilter'
  | 'BatchMatMul'
  | '_FusedMatMul'
  | 'Sum'
  | 'Mean'
  | OptimizerName;

export type OptimizerName = 'Adam' | 'RMSProp' | 'Momentum' | 'SGD';
