import type { TranslatedWords } from '../shape.ts';

export const link: TranslatedWords['link'] = {
  'too-long': '链接超过 {{limit}} 个字符，其后的内容已忽略。',
  'newer-version': '链接由本页的较新版本（{{version}}）生成，将按版本 {{known}} 所能理解的部分打开。',
  'unknown-key': '链接设置了“{{key}}”，这里没有这一项，已忽略。',
  'repeated-key': '链接多次设置了“{{key}}”，以第一个值为准。',
  'not-in-range': '链接将 {{key}} 设为“{{value}}”，须在 {{min}} 到 {{max}} 之间，因此使用默认值。',
  'not-whole-in-range': '链接将 {{key}} 设为“{{value}}”，须为 {{min}} 到 {{max}} 的整数，因此使用默认值。',
  'not-a-name': '链接将 {{key}} 设为“{{value}}”，允许的值是 {{allowed}}，因此使用默认值。',
  'not-a-part': '链接要隐藏“{{value}}”，这不是可以隐藏的部分；可以隐藏的是：{{allowed}}。',
  'no-recipe': '链接没有指定配方，却设置了“{{recipe}}”不使用的 {{keys}}：链接似乎丢失了一部分。将以“{{recipe}}”打开。',
  'not-of-recipe': '链接设置了 {{key}}，配方“{{recipe}}”用不到，已忽略。',
  'not-a-model':
    '链接指定了模型“{{value}}”，未加载：其地址须以 https:// 开头（或为本站的文件夹），且不超过 {{limit}} 个字符。',
  'not-of-set': '链接要在数据集“{{data}}”上训练“{{recipe}}”，但其图像与网络不符；将改用“{{instead}}”打开。',
  'not-of-model': '链接还设置了 {{keys}}，未被采用：模型“{{model}}”按配方“{{recipe}}”在“{{data}}”上继续。',
  'task-without-model': '链接要显示思考题“{{task}}”，它需要一个能绘画的模型，但链接没有指定，因此不显示其步骤。',
  more: '另有 {{count}} 条同类提示。',
};
