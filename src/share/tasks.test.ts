import { expect, test } from 'vitest';
import { decodeLink } from './link.ts';
import { taskLinks, taskNames } from './tasks.ts';

test.each(taskNames)('the link of “%s” has only valid fields and names its exercise', (task) => {
  expect(decodeLink(taskLinks[task])).toMatchObject({ task, notices: [] });
});

test('guidance opens in its comparison, with a class and a network that knows classes', () => {
  const { look, model, view } = decodeLink(taskLinks.guidance);
  expect({ look, model, view }).toMatchObject({
    look: { paintTool: 'guidance', sampleClass: '8' },
    model: 'models/digits',
    view: 'paint',
  });
});

test('an unknown exercise is named in a notice', () => {
  expect(decodeLink('#v=1&recipe=tiny&task=all').notices).toMatchObject([
    { code: 'not-a-name', values: { key: 'task' } },
  ]);
});
