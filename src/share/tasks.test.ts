import { expect, test } from 'vitest';
import { decodeLink } from './link.ts';
import { type HideablePart, wholePage } from './page-frame.ts';
import { partsMissing, taskLinkIn, taskLinks, taskNames, tasksIn } from './tasks.ts';

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

test.each<[boolean, readonly HideablePart[], readonly string[]]>([
  [false, [], taskNames],
  [false, ['training'], ['guidance', 'steps']],
  [false, ['recipe', 'tools', 'share'], ['rate', 'guidance', 'steps']],
  [false, ['parameters'], ['guidance', 'steps', 'prediction']],
  [false, ['views'], []],
  [true, [], ['rate', 'guidance', 'steps']],
  [true, ['training'], ['guidance', 'steps']],
])('a page (embedded: %s) that leaves out %j offers the exercises %j', (embedded, hidden, tasks) => {
  expect(tasksIn({ embedded, hidden })).toEqual(tasks);
});

test('an exercise keeps the frame and the language of the page that opens it', () => {
  const frame = { embedded: true, hidden: ['training', 'share'] } as const;
  expect(decodeLink(taskLinkIn('steps', frame, 'zh-CN'))).toMatchObject({
    task: 'steps',
    frame,
    language: 'zh-CN',
    notices: [],
  });
  expect(taskLinkIn('steps', wholePage, null)).toBe(taskLinks.steps);
});

test('the parts that an exercise uses and a page lacks are named', () => {
  expect(partsMissing('prediction', { embedded: false, hidden: ['recipe', 'training', 'share'] })).toEqual([
    'recipe',
    'training',
  ]);
  expect(partsMissing('steps', { embedded: true, hidden: ['recipe', 'training'] })).toEqual([]);
});

test('an unknown exercise is named in a notice', () => {
  expect(decodeLink('#v=1&recipe=tiny&task=all').notices).toMatchObject([
    { code: 'not-a-name', values: { key: 'task' } },
  ]);
});

test.each([
  '#task=guidance',
  '#v=1&recipe=quick&data=digits&task=steps',
  '#v=1&recipe=article&model=models/article&task=guidance',
])('an exercise with pictures of a trained network is left out if the link names none that paints: %s', (link) => {
  const { task, notices } = decodeLink(link);
  expect(task).toBeUndefined();
  expect(notices.map(({ code }) => code)).toContain('task-without-model');
});

test('an exercise may have another model, whose recipe the link need not name, and training needs none', () => {
  expect(decodeLink('#v=1&model=models/emoji&task=steps')).toMatchObject({ task: 'steps', notices: [] });
  expect(decodeLink('#v=1&recipe=tiny&task=rate')).toMatchObject({ task: 'rate', notices: [] });
});
