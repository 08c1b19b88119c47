import type { TranslatedWords } from '../shape.ts';

export const hints: TranslatedWords['hints'] = {
  label: '接下来看什么',
  close: '不再提示',
  sent: '有人在“{{set}}”上训练了“{{recipe}}”，种子为 {{seed}}。点击“训练”，从相同的初始权重开始，在这里重复一遍。',
  train: '点击“训练”，看网络如何从零学起：它从随机权重开始。',
  wait: '设备正在准备，随后开始第一步。下方的损失和样本也将随之出现。',
  scrub: '拖动样本下方的滑块，看同样的噪声从第一个训练步到现在，分别变成怎样的图像。',
  paint: '网络已经学到了一些东西。可以边训练边让它生成图像。',
  generate: '点击“生成”：网络会逐步去除噪声。',
  film: '拖动播放头，看噪声如何变成图像。',
  repair: '同一个网络也能修复损坏的图像。',
  restore: '点击“开始修复”：让网络与一个什么都没学过的滤波器比一比。',
};
