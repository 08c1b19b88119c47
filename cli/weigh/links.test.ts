import { expect, test } from 'vitest';
import { findLinks } from './links.ts';

test('a page loads its scripts, styles and preloads, not its icon', () => {
  const html = `<link rel="icon" href="./icon.svg"><link rel="stylesheet" crossorigin href="./assets/a.css">
    <link rel="modulepreload" href="./assets/b.js"><script type="module" src="./assets/c.js"></script>`;
  expect(findLinks('index.html', html).atOnce).toEqual(['./assets/a.css', './assets/b.js', './assets/c.js']);
});

test('a script loads its static imports and workers at once, its dynamic imports later', () => {
  const script = `import{a}from"./a.js";import"./b.js";export*from"./c.js";export{d}from'./d.js';
    const late=()=>import("./late.js");
    new Worker(new URL("worker.js",import.meta.url),{type:"module"});
    new Worker(new URL(""+new URL(\`other.js\`,import.meta.url).href,import.meta.url));
    new URL("picture.png",import.meta.url);a()`;
  expect(findLinks('x.js', script)).toEqual({
    atOnce: ['./a.js', './b.js', './c.js', './d.js', 'worker.js', 'other.js'],
    later: ['./late.js'],
  });
});

test('a stylesheet leads no further', () => {
  expect(findLinks('x.css', '@import "./y.css"')).toEqual({ atOnce: [], later: [] });
});
