import type { TranslatedWords } from '../shape.ts';

export const layers: TranslatedWords['layers'] = {
  title: '网络内部',
  about:
    '每一层的数值。权重起初分布很窄，在学习中逐渐散开；始终不变的层什么也没学到。梯度消失或爆炸，会表现为零处的尖峰或很远的离群值。激活值是各层对上方含噪测试图像的输出；对所有图像输出都相同的层，没有提供任何信息。',
  look: '查看内部',
  again: '再看一次',
  none: '逐层显示权重、梯度和激活值此刻的直方图。',
  at: '第 {{step}} 步之后',
  layer: '层',
  parameters: '参数',
  weights: '权重',
  gradients: '梯度（滑动平均）',
  activations: '激活值',
  range: '{{low}} 到 {{high}}，标准差 {{deviation}}',
  noGradients: '尚无',
};
