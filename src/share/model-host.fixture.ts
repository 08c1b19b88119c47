/** For tests: a local file host that behaves as well or as badly as a test wants. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

export interface ModelHost {
  /** Ends in a slash. */
  readonly url: string;
  /** Requested paths, in order. */
  readonly asked: string[];
  close(): Promise<void>;
}

export type Answer = string | Uint8Array | ((response: ServerResponse, request: IncomingMessage) => void);

/**
 * Answers by path within the folder `/model/`, always with these headers; a missing file is a 404.
 */
export async function hostModel(
  files: Readonly<Record<string, Answer>>,
  headers: Readonly<Record<string, string>> = {},
): Promise<ModelHost> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const path = decodeURIComponent((request.url ?? '').replace(/^\/model\//, ''));
    asked.push(path);
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    const answer = Object.hasOwn(files, path) ? files[path] : undefined;
    if (answer === undefined) response.writeHead(404).end('not found');
    else if (typeof answer === 'function') answer(response, request);
    else response.writeHead(200, { 'content-length': Buffer.byteLength(answer) }).end(answer);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return {
    url: `http://127.0.0.1:${port}/model/`,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
