import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { createServer } from 'vite';
import { decorators } from '../vite.config.ts';
import type { TemplateFolders } from './find-templates.ts';
import { localeModules } from './preview/locale-modules.ts';
import { previewPlugin } from './preview/preview-plugin.ts';

export interface StartPreviewOptions extends TemplateFolders {
  /** The next free port from here; 0 is any. */
  port?: number;
  /** Open the browser. */
  open?: boolean;
  /** Where Vite keeps prepared packages; two previews at a time need two. */
  cacheDir?: string;
  /** Show a changed source at once; true unless it is said to be false. */
  watch?: boolean;
}

export interface Preview {
  /** Address to open, on loopback. */
  url: string;
  close(): Promise<void>;
}

/** Where the sources are that a page is made of. */
const watchedFolders = [
  'templates',
  'elements',
  'consolidation',
  'contracts',
  'geometry',
  'skeletons',
  'formats',
];

/**
 * Starts the preview: Vite on loopback, with the templates, their elements and the consolidation from source.
 * A change in any of them shows at once.
 */
export async function startPreview({
  port = 4110,
  open = false,
  cacheDir,
  watch = true,
  ...folders
}: StartPreviewOptions = {}): Promise<Preview> {
  const root = join(import.meta.dirname, '..');
  // Everything lies under a secret: the worker's page has no origin, so sources are readable across origins.
  const base = `/${randomBytes(9).toString('base64url')}/`;
  const server = await createServer({
    configFile: false,
    root: join(import.meta.dirname, 'preview'),
    base,
    publicDir: false,
    logLevel: 'error',
    clearScreen: false,
    appType: 'spa',
    cacheDir: cacheDir ?? join(root, 'node_modules', '.vite', 'preview'),
    oxc: decorators,
    plugins: [
      previewPlugin({ base, root, ...folders }),
      localeModules(folders.elementsDir ?? join(root, 'elements')),
    ],
    // Lit must be there once, so its modules are served as they are; zod is many small files.
    optimizeDeps: { noDiscovery: true, include: ['zod/mini', 'idb-keyval'], exclude: ['lit'] },
    server: {
      host: '127.0.0.1',
      port,
      open: open ? '/' : false,
      cors: false,
      // The page shows errors in its own way.
      hmr: { overlay: false },
      fs: { allow: [root, folders.elementsDir ?? root, folders.templatesDir ?? root] },
      watch: watch ? { ignored: ['**/dist/**', '**/data/**'] } : null,
    },
  });
  await server.listen();
  const address = server.httpServer?.address();
  const listening = typeof address === 'object' && address !== null ? address.port : port;
  // Files outside of the page's root are watched too: instructions, pictures, and what they are made from.
  for (const folder of watch ? watchedFolders : []) server.watcher.add(join(root, folder));
  return { url: `http://127.0.0.1:${listening}/`, close: () => server.close() };
}
