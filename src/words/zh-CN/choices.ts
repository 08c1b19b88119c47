import type { TranslatedWords } from '../shape.ts';

export const choices: TranslatedWords['choices'] = {
  betaSchedule: { linear: '线性', scaled_linear: '缩放线性', squaredcos_cap_v2: '余弦' },
  predictionType: { epsilon: '噪声（epsilon）', sample: '图像（sample）', v_prediction: 'v' },
  optimizer: { adamw: 'AdamW', muon: 'Muon' },
  precision: { float32: '单精度（float32）', float16: '半精度（float16）' },
  paintTool: {
    pictures: '图像',
    race: '竞速',
    guidance: '引导',
    steps: '步数',
    walk: '插值',
    forward: '加噪',
  },
  restoreDamage: {
    noise: '噪声',
    mask: '空洞（画笔）',
    scratches: '划痕',
    pixelation: '马赛克',
    downscaling: '下采样',
    grey: '灰度',
  },
  restoreMethod: { 'one-pass': '单次前向', sdedit: 'SDEdit', repaint: 'RePaint', ddnm: 'DDNM' },
  restoreSize: {
    network: '网络自身的尺寸',
    '64': '64 × 64',
    '128': '128 × 128',
    '256': '256 × 256',
    '512': '512 × 512',
    own: '整张图片',
  },
  sampler: {
    ddim: 'DDIM',
    ddpm: 'DDPM',
    dpm: 'DPM-Solver++',
    unipc: 'UniPC',
    euler: 'Euler',
    'euler-ancestral': 'Euler ancestral',
    heun: 'Heun',
    'flow-match-euler': 'Flow-match Euler',
  },
  sampleWeights: { ema: '平均（EMA）', raw: '原始' },
};
