/** Generated from train.py by train-program.test.ts: what a checkpoint folder carries to go on with diffusers elsewhere. */
export const trainProgram = `"""Goes on training this checkpoint with diffusers and accelerate."""
`;
