/** The link that Share makes, and what Share says about it. */
import { act } from 'react';
import { expect, it, vi } from 'vitest';
import { recipes } from '../../ml/config.ts';
import { decodeLink } from '../../share/link.ts';
import { linkIn } from '../../share/link-address.ts';
import { mounted } from '../mounted.testing.tsx';

async function shared(hash: string) {
  const { place, state } = await mounted(
    hash,
    async () => {
      const { LinkPart } = await import('./LinkPart.tsx');
      return <LinkPart />;
    },
    (page) => page.querySelector('input'),
  );
  const option = (label: string): HTMLInputElement => {
    const found = [...place.querySelectorAll('label')].find(({ textContent }) => textContent?.startsWith(label));
    const input = found && place.querySelector<HTMLInputElement>(`#${found.htmlFor}`);
    if (!input) throw new Error(`nothing is labelled “${label}”`);
    return input;
  };
  return {
    state,
    text: () => place.textContent ?? '',
    link: () => decodeLink(linkIn(option('Link to this experiment').value)),
    html: () => place.querySelector('textarea')?.value ?? '',
    option,
    press: (label: string) => act(async () => option(label).click()),
  };
}

const untrained = 'has no trained network and cannot train one';

it('the link has the page’s exercise and leaves out the same parts, until something else is chosen', async () => {
  const page = await shared('#v=1&recipe=article&hide=share&task=rate');
  expect(page.link()).toMatchObject({ task: 'rate', frame: { hidden: ['share'] } });
  expect(page.html()).toContain('&amp;hide=share&amp;task=rate&amp;embed=1');
  expect(page.option('Model and Share').checked).toBe(true);
  expect(page.option('With the steps of the exercise “Raise the learning rate').checked).toBe(true);
  expect(page.text()).not.toContain(untrained);
  await page.press('Model and Share');
  expect(page.link().frame).toBeUndefined();
  await page.press('parameters');
  expect(page.text()).toContain('They use what the link leaves out: parameters.');
  await page.press('With the steps');
  expect(page.text()).not.toContain('They use');
  expect(page.link()).toMatchObject({ frame: { hidden: ['parameters'] } });
  expect(page.link().task).toBeUndefined();
});

it('one sentence warns of a link without training and without a model', async () => {
  const page = await shared('#v=1&recipe=quick&data=digits');
  expect(page.text()).not.toContain(untrained);
  await page.press('training');
  expect(page.text().split(untrained)).toHaveLength(2);
  const address = 'https://example.org/model.zip';
  const checkpoint = JSON.stringify({ experiment: recipes.quick.experiment, step: 0 });
  vi.stubGlobal('fetch', async () => new Response(checkpoint));
  await act(async () => {
    const { propose, accept } = page.state().modelOffer;
    propose(address, { namedBy: 'visitor', link: null });
    await accept();
  });
  expect(page.link().model).toBe(address);
  expect(page.text()).not.toContain(untrained);
});
