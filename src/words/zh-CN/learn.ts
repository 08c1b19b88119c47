import type { TranslatedWords } from '../shape.ts';

export const learn: Pick<TranslatedWords, 'data' | 'preview' | 'parametersPanel' | 'lossPanel'> = {
  data: {
    title: '数据',
    sample: '训练图像',
    unnamed: '训练图像 {{number}}',
    loading: '首批图像正在加载。',
    classes: '类别',
    classNumber: '类别 {{number}}',
    classSearch: '搜索类别',
    classesChosen: '已选 {{chosen}} / {{count}}',
    classesAll: '全选',
    classesOnly_other: '仅选这 {{count}} 个',
    classesNone: '没有这个名称的类别。',
    classesMore: '还有 {{count}} 个：搜索即可查看。',
    missing: '这里没有训练图像，既没有可显示的内容，也没有可学习的内容。',
    shards: '已加载 {{images}} / {{total}} 张图像',
    shardsNone: '尚未加载图像',
    shardsRest: '其余图像将在训练开始后加载',
    shardsFailed_other: '{{count}} 个文件未能加载',
    shardsDone: '全部 {{images}} 张图像已加载',
    progress: '已加载的训练图像',
    own: '自己的图片',
  },

  preview: {
    title: '从噪声到图像',
    about: {
      'one-pass': '不参与训练的测试图像，每次加上的噪声都相同。',
      diffusion: '不参与训练的测试图像，噪声有少有多；每次的时间步和噪声都相同。',
    },
    clean: '原图',
    cleanWhy: { 'one-pass': '网络应当还原的图像', diffusion: '网络应当还原的图像' },
    noisy: '加噪图',
    noisyWhy: { 'one-pass': '网络的输入', diffusion: '网络在时间步 t 的输入' },
    output: '输出',
    outputWhy: { 'one-pass': '网络还原的结果', diffusion: '网络由此预测的干净图像' },
    image: '{{stage}} {{number}} / {{count}}',
    timestep: 't = {{timestep}}',
    step: '第 {{step}} 步之后',
    untrained: '第一步之前',
    off: '已关闭：“预览间隔”为 0',
    imported: '导入时的状态，未再训练',
    networkLabel:
      '网络结构：{{side}} × {{side}} 像素、{{colours}}的图像先压缩为 {{half}} × {{half}}、64 个特征，再压缩为 {{quarter}} × {{quarter}}、128 个特征，然后逐级还原。',
    channels: { grey: '单通道灰度', colour: '3 个颜色通道', alpha: '3 个颜色通道加透明度' },
    networkCaption: '中间的网络：四层，{{weights}} 个权重',
    unetLabel:
      '网络结构：{{levels}} 级 U-Net，边长为 {{sides}} 像素，逐级下采样，经过中间层，再逐级上采样。跳跃连接把边长相同的两级连在一起。',
    unetCaption: '中间的 U-Net：上方的线是跳跃连接，圆点是注意力层',
    unetCaptionWeights: '中间的 U-Net，{{weights}} 个权重：上方的线是跳跃连接，圆点是注意力层',
  },

  parametersPanel: {
    title: '参数',
    default: '默认值：{{value}}。',
    on: '开',
    off: '关',
    waits: '（重置后生效）',
    range: '范围：{{min}} 到 {{max}}。',
    notAllowed: '允许范围：{{min}} 到 {{max}}。仍保持 {{value}}。',
    notAllowedWhole: '须为 {{min}} 到 {{max}} 的整数。仍保持 {{value}}。',
    dice: '换一个种子',
    undo: '撤销',
    pending: '重置后生效',
    more: '更多参数',
    moreChanged: '（与默认值不同：{{names}}）',
  },

  lossPanel: {
    title: '学习曲线',
    about: {
      'one-pass': '每个批次的均方误差：输出与原图相差多少。',
      diffusion: {
        mse: '每个批次在各种噪声水平上的均方误差；留出集损失更平稳，其图像不参与训练。',
        huber: '每个批次在各种噪声水平上的 Huber 损失；留出集损失更平稳，其图像不参与训练。',
      },
    },
    log: '对数刻度',
    smoothing: '平滑',
    smoothingWhy:
      '平滑后的损失包含多少过去的值：取 0.90 时，最新一步占十分之一。各个批次的图像不同，因此单步损失会上下跳动。',
    empty: {
      'one-pass': '点击“训练”。“输出”一列将由灰色变为图像，损失曲线也将在这里逐渐下降。',
      diffusion: '点击“训练”。损失曲线将在这里逐渐下降，“输出”一列将逐渐显现噪声背后的图像。',
    },
    leftOut: '这个链接隐藏了训练，因此没有可显示的损失。',
    preparing: '正在为这个网络准备 GPU，只需一次：已编译 {{done}} / {{total}} 个程序，随后开始第一步。',
    firstStep: '正在进行第一步。',
    chart: '各步的损失',
    chartWhy: {
      'one-pass':
        '“每一步”是单个批次的损失，“平滑”是它的滑动平均。细竖线表示一轮结束；带数字的虚线表示在该处将学习率设为该数字。',
      diffusion:
        '“每一步”是单个批次的损失，“平滑”是它的滑动平均。“留出集”是不参与训练的测试图像上的损失，“留出集，EMA”是用平均权重得到的同一损失。细竖线表示一轮结束；带数字的虚线表示在该处将学习率设为该数字。',
    },
    eachStep: '每一步',
    smoothed: '平滑',
    more: '各时间步的损失与梯度范数',
    buckets: '各时间步的损失',
    bucketsWhy: '在留出集上，每柱对应十分之一的时间步',
    bucketsEmpty: '在留出集上，首次评估后显示',
    bucketsHelp:
      '时间步表示图像含有多少噪声。每根柱子是其中十分之一时间步上的损失：左边噪声很少，右边几乎全是噪声。柱子越高，网络在那里的误差越大。',
    littleNoise: '噪声少',
    muchNoise: '噪声多',
    gradientNorm: '梯度范数',
    gradientNormWhy:
      '全部权重的梯度在裁剪之前的长度，表示一个批次要求权重改变的力度。出现尖峰，说明这个批次出乎网络的意料。',
    validation: '留出集',
    validationEma: '留出集，EMA',
    atStep: '第 {{step}} 步',
    epochs: '每轮最后的损失，按文章的格式输出',
    epochLine: 'Epoch [{{epoch}}/{{epochs}}], Loss: {{loss}}',
    epochsNone: '第一轮结束后显示。',
  },
};
