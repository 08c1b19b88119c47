/**
 * This version reads everything that a released version has written: checkpoints, autosaves, kept
 * runs, manifests and links (`tools/golden/version-files.ts`).
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deserialize } from 'node:v8';
import { describe, expect, test } from 'vitest';
import { parseInfo } from './engine/autosave.ts';
import { readFolder, writeFolder } from './ml/checkpoint/folder.ts';
import { unzipFolder } from './ml/checkpoint/zip.ts';
import { parseManifest } from './ml/data/manifest.ts';
import { decodeLink } from './share/link.ts';
import { readKeptRun } from './store/runs/kept-run.ts';
import { released, version } from './version.ts';

const project = join(import.meta.dirname, '..');
const folder = join(project, 'tools/golden/versions');
const versions = readdirSync(folder);

/** Settings that an older version did not have, with the values that all of its runs had. */
const missingIn: Readonly<Record<string, object>> = { '0.2.0': { loss: 'mse' } };

test('package.json, CITATION.cff and the newest changelog entry name this version, and files written by it are kept', () => {
  const read = (file: string): string => readFileSync(join(project, file), 'utf8');
  expect(JSON.parse(read('package.json')).version).toBe(version);
  expect(read('CITATION.cff')).toContain(`\nversion: ${version}\ndate-released: ${released}\n`);
  expect(/^## .*$/m.exec(read('CHANGELOG.md'))?.[0]).toBe(`## ${version}, ${released}`);
  expect(versions).toContain(version);
});

describe.each(versions)('%s wrote', (older) => {
  const files = JSON.parse(readFileSync(join(folder, older, 'files.json'), 'utf8'));
  const complete = (experiment: object) => ({ ...experiment, ...missingIn[older] });

  test('a checkpoint that is read completely, and written again with the same contents', () => {
    const zip = new Uint8Array(readFileSync(join(folder, older, 'checkpoint.zip')));
    const read = readFolder('checkpoint.zip', unzipFolder('checkpoint.zip', zip));
    expect(read.training?.progress).toEqual({
      ...files.progress,
      experiment: complete(files.progress.experiment),
      totalSteps: null,
    });
    expect(read.notices).toBeUndefined();
    expect(readFolder('again', writeFolder(read))).toEqual(read);
  });

  test('an autosave that is still offered', () => {
    const { autosave } = files;
    expect(parseInfo(autosave)).toEqual({ ...autosave, experiment: complete(autosave.experiment) });
  });

  test('a kept run', () => {
    const kept = deserialize(readFileSync(join(folder, older, 'kept-run.bin')));
    const [experiment, comparedWith] = [complete(kept.experiment), complete(kept.comparedWith)];
    expect(readKeptRun('a-run', kept)).toEqual({ ...kept, experiment, comparedWith });
  });

  test('the manifest of a data set', async () => {
    expect(await parseManifest(files.manifest)).toEqual(files.manifest);
  });

  test('links that still open the same experiments', () => {
    const [ours, article, model] = files.links.map((link: string) => decodeLink(link));
    expect(ours).toMatchObject({ experiment: files.experiment, look: files.look, notices: [] });
    expect(article).toMatchObject({ experiment: { recipe: 'article' }, view: 'runs', notices: [] });
    expect(model).toMatchObject({
      experiment: { predictionType: 'v_prediction' },
      model: 'models/digits',
      notices: [],
    });
  });
});
