import type { TranslatedWords } from '../shape.ts';

export const notFound: TranslatedWords['notFound'] = {
  title: '页面不存在',
  heading: '这个地址没有内容。',
  before: '链接可能在传递过程中被截断或改动。请',
  open: '打开 {{name}}',
  after: '，或向对方重新索取链接。',
};
