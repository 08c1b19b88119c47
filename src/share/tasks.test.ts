import { expect, test } from 'vitest';
import { decodeLink } from './link.ts';
import { taskLinks, taskNames } from './tasks.ts';

test.each(taskNames)('the link of “%s” says only what a link can say, and names its exercise', (task) => {
  expect(decodeLink(taskLinks[task])).toMatchObject({ task, notices: [] });
});

test('guidance opens where it can be compared: with a class, and a network that knows classes', () => {
  const { look, model, view } = decodeLink(taskLinks.guidance);
  expect({ look, model, view }).toMatchObject({
    look: { paintTool: 'guidance', sampleClass: '8' },
    model: 'models/digits',
    view: 'paint',
  });
});

test('an exercise that there is not is named', () => {
  expect(decodeLink('#v=1&recipe=tiny&task=all').notices).toMatchObject([
    { code: 'not-a-name', values: { key: 'task' } },
  ]);
});
