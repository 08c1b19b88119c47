import type { TranslatedWords } from '../shape.ts';

export const parameters: TranslatedWords['parameters'] = {
  seed: {
    label: '随机种子',
    why: '训练中的所有随机性都由它决定：初始权重、图像顺序、噪声。种子相同，训练过程就相同。',
  },
  batchSize: {
    label: '批次大小',
    why: '每步使用的图像数。图像越多，每一步越稳定，也越慢；图像越少，每轮的步数越多，所需内存越少。',
  },
  learningRate: {
    label: '学习率',
    why: '优化器每一步使权重改变多少。太大，损失会剧烈跳动；太小，损失下降缓慢。训练过程中可以修改。U-Net 的学习率在最初若干步内逐渐上升到该值，之后按余弦曲线下降。',
  },
  epochs: {
    label: '轮数',
    why: '全部图像要训练多少遍。单次前向的网络在前两轮学到的最多；扩散网络则在更多的轮数中不断改进。',
  },
  previewEvery: {
    label: '预览间隔',
    why: '每隔多少步在测试图像上预览一次。预览不会改变训练，只需少许时间。0：不预览。',
  },
  evaluateEvery: {
    label: '评估间隔',
    why: '每隔多少步计算一次留出集损失，并用相同的噪声采样一组图像。评估不会改变训练，但采样需要时间。0：不评估。',
  },
  horizontalFlip: {
    label: '水平翻转',
    why: '将一半的图像左右翻转，使可学习的图像数量翻倍。翻转后的汽车仍是汽车，翻转后的数字却不再是数字。',
  },
  noiseDraws: {
    label: '噪声抽样数',
    why: '为每张图像抽取多少份噪声。图像与其中最接近它的一份混合（不混溶扩散，Li 等人，2025），使网络有可能更快学会。1 即普通训练。',
  },
  optimizer: {
    label: '优化器',
    why: '把梯度变成参数更新的方法。AdamW 分别缩放每个权重的步长。Muon 将每个隐藏层矩阵的更新正交化，使各个方向学得同样充分（Jordan 等人，2024，kellerjordan.github.io/posts/muon）；其余权重仍使用 AdamW。',
  },
  loss: {
    label: '损失函数',
    why: '训练要减小的量。均方误差容易被少数大误差左右；Huber 损失对超过 {{delta}} 的误差只作线性惩罚，异常值的影响因此更小（Huber，1964；即 PyTorch 的 huber_loss）。两种损失的数值不能互相比较。',
  },
  minSnrGamma: {
    label: 'Min-SNR gamma',
    why: '按 min(SNR, gamma) 降低噪声少的时间步的权重，避免它们压过其他时间步（Hang 等人，2023，取 5）。0 表示权重全部相同。',
  },
  betaSchedule: {
    label: '噪声调度',
    why: '噪声随时间步增长的快慢。线性调度出自 Ho 等人（2020）；余弦调度能更久地保留图像内容；缩放线性调度是 Stable Diffusion 所用的。',
  },
  zeroTerminalSnr: {
    label: '以纯噪声结束',
    why: '重新缩放噪声调度，使最后一个时间步（即采样的起点）完全不含图像内容（Lin 等人，2023）。在这个时间步上，预测噪声毫无难度，因此请改为预测 v 或图像。',
  },
  predictionType: {
    label: '预测类型',
    why: '网络预测噪声、干净图像，还是二者的混合 v；v 在任何时间步都不会过于容易预测（Salimans 与 Ho，2022）。三者可以相互换算。',
  },
  precision: {
    label: '激活值精度',
    why: '训练时网络内部的特征图以何种精度存储。半精度只占一半内存，可以使用更大的批次；是否更快则取决于 GPU。权重和运算仍为单精度。',
  },
  generateSeed: { label: '噪声种子', why: '决定输入的噪声。种子相同，噪声就相同。' },
  generateCount: { label: '图像数', why: '一次生成多少张。' },
  sampler: {
    label: '调度器',
    why: '每个去噪步如何使用网络的输出。DDIM 最为简单；DPM-Solver++ 和 UniPC 所需步数最少；DDPM 和 Euler ancestral 每一步都会加入新的噪声。',
  },
  sampleSteps: {
    label: '步数',
    why: '从噪声到图像经过多少个去噪步。步数越多，越能准确地沿着网络给出的方向走，用时也越长；超过 50 步后变化不大。',
  },
  eta: {
    label: 'Eta',
    why: 'DDIM 加入的新噪声：0 表示不加，此时一切都由种子决定；1 表示与 DDPM 加得一样多。',
  },
  guidance: {
    label: '引导强度',
    why: '从无条件（不带类别）的输出出发，朝有条件（带类别）的输出走多远：0 忽略类别；1 即有条件的输出本身，也就是 diffusers 所说的不使用引导。越大，图像越典型，多样性也越低。只有选定了类别才起作用。',
  },
  sampleClass: {
    label: '类别',
    why: '图像应当画什么。网络学过每张图像属于哪个类别。',
  },
  sampleWeights: {
    label: '权重',
    why: '平均（EMA）：滑动平均后的权重，多数情况下图像质量更好。原始：最后一步之后的权重，在最初几百步里领先于平均权重。',
  },
  paintTool: { label: '做什么', why: '每种方式都从相同的噪声和相同的设置开始。' },
  walkSeed: { label: '终点种子', why: '决定另一端的噪声。插值的起点由“噪声种子”决定。' },
  walkClass: {
    label: '终点类别',
    why: '最后一张图像应当画什么。途中混合的是网络学到的两个类别嵌入。',
  },
  walkCount: { label: '图像数', why: '插值序列的图像数，含两端。' },
  restoreNoise: {
    label: '噪声',
    why: '标准差为 1 的高斯噪声乘以这个系数，加到取值范围为 [−1, 1] 的图像上。文章中的网络以系数 1 训练，文章修复图像时用 0.5。',
  },
  restoreDamage: { label: '损坏', why: '图像在修复之前受到的损坏。' },
  restoreClass: {
    label: '类别',
    why: '告诉网络图像画的是什么。无论图像实际画的是什么，修复结果都会朝这个类别靠拢。它只属于“修复”：在“绘画”中选择的类别在这里不起作用。',
  },
  restoreMethod: { label: '方法', why: '网络以何种方法修复图像。' },
  restoreScratches: {
    label: '划痕',
    why: '划痕的数量。',
  },
  restorePixelation: {
    label: '方块边长（像素）',
    why: '方块越大，图像保留的内容越少。',
  },
  restoreDownscaling: { label: '缩小倍数', why: '缩得越小，图像保留的内容越少。' },
  restoreStrength: {
    label: '强度',
    why: '加噪到什么程度：越强，被淹没的损坏越多，被淹没的图像内容也越多。',
  },
  restoreSize: { label: '尺寸', why: '以什么尺寸修复自己的图片。' },
  restoreSeed: { label: '噪声种子', why: '决定损坏中的噪声或划痕，以及采样器使用的噪声。' },
  restoreImage: {
    label: '图像',
    why: '测试集中图像的编号；这些图像不参与训练。',
  },
};
