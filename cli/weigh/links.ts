/**
 * Which files the browser loads because of a built file: static imports, workers and styles at
 * once; dynamic imports later.
 */
import { extname } from 'node:path';
import { parseAst } from 'vite';

/** Relative paths, as written in the file. */
export interface Links {
  readonly atOnce: readonly string[];
  readonly later: readonly string[];
}

export function findLinks(file: string, text: string): Links {
  switch (extname(file)) {
    case '.html':
      return { atOnce: linksOfHtml(text), later: [] };
    case '.js':
      return linksOfScript(text);
    default:
      return { atOnce: [], later: [] };
  }
}

function linksOfHtml(html: string): string[] {
  const links: string[] = [];
  for (const [tag] of html.matchAll(/<(?:script|link)\b[^>]*>/g)) {
    const isLoaded = tag.startsWith('<script') || /rel="?(?:stylesheet|modulepreload)/.test(tag);
    const target = /\b(?:src|href)="?([^"\s>]+)/.exec(tag)?.[1];
    // Only readers of that language load a translation's words.
    const isForAll = !/\bhreflang=/.test(tag);
    if (isLoaded && isForAll && target?.startsWith('./')) links.push(target);
  }
  return links;
}

/**
 * Immediately: `import ... from`, `export ... from`, and `new URL('x.js', import.meta.url)`, which
 * becomes a worker. Later: `import('x.js')`.
 */
function linksOfScript(source: string): Links {
  const links: string[] = [];
  const later: string[] = [];
  visit(parseAst(source), (node) => {
    if (isStaticImport(node) && isNode(node.source)) addScript(links, node.source.value);
    else if (isNewUrl(node)) addScript(links, literalIn(node.arguments));
    else if (node.type === 'ImportExpression') addScript(later, literalIn([node.source]));
  });
  return { atOnce: links, later };
}

interface Node {
  readonly type: string;
  readonly [key: string]: unknown;
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';

const isStaticImport = (node: Node) =>
  ['ImportDeclaration', 'ExportNamedDeclaration', 'ExportAllDeclaration'].includes(node.type);

const isNewUrl = (node: Node) =>
  node.type === 'NewExpression' &&
  isNode(node.callee) &&
  node.callee.type === 'Identifier' &&
  node.callee.name === 'URL';

function addScript(links: string[], target: unknown): void {
  if (typeof target === 'string' && target.endsWith('.js')) links.push(target);
}

/**
 * The string of `new URL("x.js", ...)`, of a template without parts, or of Vite's `"" + new
 * URL("x.js", ...)`.
 */
function literalIn(args: unknown): unknown {
  const first: unknown = Array.isArray(args) ? args[0] : undefined;
  if (!isNode(first)) return undefined;
  if (first.type === 'Literal') return first.value;
  if (first.type !== 'TemplateLiteral' || !Array.isArray(first.quasis)) return undefined;
  const [quasi]: unknown[] = first.quasis;
  if (!isNode(quasi) || typeof quasi.value !== 'object' || quasi.value === null) return undefined;
  return 'cooked' in quasi.value ? quasi.value.cooked : undefined;
}

function visit(value: unknown, see: (node: Node) => void): void {
  if (Array.isArray(value)) for (const item of value) visit(item, see);
  if (!isNode(value)) return;
  see(value);
  for (const child of Object.values(value)) visit(child, see);
}
