/**
 * Runs the commands in tests that start many of them. They are compiled once into plain JavaScript,
 * because `tsx` takes half of a short command's time to find and translate some 200 files.
 * `surroundings.webgpu.test.ts` starts them like `npm run`.
 */
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { build } from 'vite';

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Called with the output so far. It may interrupt the command like Ctrl+C does, which signals the
 * whole process group.
 */
type OutputListener = (stdout: string, interrupt: () => void) => void;

const names = ['train', 'sample', 'restore'] as const;

export class CompiledCommands {
  private constructor(private readonly folder: string) {}

  /** Compiles into a folder of the project, where packages are found. */
  static async make(): Promise<CompiledCommands> {
    await mkdir('.cache', { recursive: true });
    const folder = await mkdtemp(join('.cache', 'commands-'));
    await build({
      configFile: false,
      logLevel: 'error',
      plugins: [
        {
          name: 'source-folders',
          transform: (code, id) => code.replaceAll('import.meta.dirname', JSON.stringify(dirname(id))),
        },
      ],
      build: {
        ssr: true,
        target: 'node20',
        outDir: folder,
        copyPublicDir: false,
        reportCompressedSize: false,
        rolldownOptions: { input: Object.fromEntries(names.map((name) => [name, `cli/${name}-command.ts`])) },
      },
    });
    return new CompiledCommands(folder);
  }

  run(command: string, args: readonly string[], onOutput?: OutputListener): Promise<Ended> {
    return new Promise((resolve, reject) => {
      const child = spawn(process.execPath, [join(this.folder, `${command}.js`), ...args], { detached: true });
      let [stdout, stderr] = ['', ''];
      const interrupt = (): void => {
        if (child.pid !== undefined) process.kill(-child.pid, 'SIGINT');
      };
      child.stdout.on('data', (chunk) => {
        stdout += chunk;
        onOutput?.(stdout, interrupt);
      });
      child.stderr.on('data', (chunk) => {
        stderr += chunk;
      });
      child.on('error', reject);
      child.on('close', (code) => resolve({ code, stdout, stderr }));
    });
  }

  remove(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true });
  }
}
