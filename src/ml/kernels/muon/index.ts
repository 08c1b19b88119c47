/**
 * Muon (Jordan et al. 2024, https://kellerjordan.github.io/posts/muon): its step is the
 * orthogonalized momentum of each hidden matrix, so that directions with small gradients are
 * learned as fast as the others. Momentum and iteration as in torch.optim.Muon, but in float32.
 */
import type { MatrixRule } from '../adamw/update.ts';
import { muonRateFactor } from './constants.ts';
import { isMatrix } from './matrix.ts';
import { composedMuon } from './orthogonal.ts';
import { bytesBeside, createFusedMatrices } from './webgpu.ts';

export const muon: MatrixRule = {
  owns: isMatrix,
  rateFactor: muonRateFactor,
  composed: composedMuon,
  bytesBeside,
  fused: createFusedMatrices,
};
