/**
 * What nginx needs to serve the page, to be included in a `server` block whose `root` is the page's
 * folder. A `location` with its own headers inherits none, so the common headers are repeated in
 * each.
 */
import { commonHeaders, keptForGood, namedByContent } from './headers.ts';

/** nginx compresses text/html by itself. */
const compressed = [
  ...['text/css', 'text/javascript', 'application/javascript', 'application/json', 'application/manifest+json'],
  ...['image/svg+xml', 'text/plain'],
];

export function nginxConfig(policy: string): string {
  const common = commonHeaders(policy);
  const add = (headers: Readonly<Record<string, string>>, indent = ''): string =>
    Object.entries(headers)
      .map(([name, value]) => `${indent}add_header ${name} "${value}" always;\n`)
      .join('');
  return `# Written by \`npm run build\`. In a server block: include /the/folder/nginx.conf;
index index.html;
error_page 404 /404.html;
charset utf-8;
gzip on;
gzip_vary on;
gzip_types ${compressed.join(' ')};
${add({ ...common, 'Cache-Control': 'no-cache' })}
# The names of these files contain a hash of their content.
location ~ ${namedByContent} {
${add({ ...common, ...keptForGood }, '  ')}}

# nginx knows no type for these endings.
location ~ \\.webmanifest$ {
  types {}
  default_type application/manifest+json;
}
location ~ \\.safetensors$ {
  types {}
  default_type application/octet-stream;
}
`;
}
