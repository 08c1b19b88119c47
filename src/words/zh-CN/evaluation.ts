import type { TranslatedWords } from '../shape.ts';

export const evaluation: TranslatedWords['evaluation'] = {
  title: '学习进展',
  about:
    '随着训练进行，对同样的噪声反复采样：先出现斑块，然后是形状，最后是可以辨认的内容。采样步数很少，使用平均权重。',
  every: '第 1、25、50、100 步之后，此后每 {{every}} 步',
  off: '已关闭：“评估间隔”为 0',
  sample: '样本 {{number}}，第 {{step}} 步之后',
  slider: '训练过程中的样本',
  at: '第 {{step}} 步',
  none: '尚无样本',
  empty: '点击“训练”。网络由同样的噪声生成的图像会显示在这里，随着学习不断更新。',
  leftOut: '这个链接隐藏了训练，因此这里不会有学习进展。',
  elsewhere: '可以在“绘画”和“修复”中直接使用这个网络。',
  soon: '第一步之后会出现第一批样本。',
  first: '正在训练步的间隙生成第一批样本。暂停训练可以更快看到。',
  resting: '这次训练还没有样本。暂停后很快会出现，继续训练时也会再次出现。',
  play: '从第一步播放到现在',
  pause: '停止',
};
