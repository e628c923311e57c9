import { defineConfig } from 'vite';

/**
 * What every use of Vite here shares: the preview (`gtkit dev`), the templates' scripts and the assets.
 * The elements are written with experimental decorators, which browsers do not read, so they are lowered as
 * tsconfig.json says; said again here because a template of yours may lie outside this tsconfig.
 */
export const decorators = {
  decorator: { legacy: true },
  assumptions: { setPublicClassFields: true },
  typescript: { removeClassFieldsWithoutInitializer: true },
};

export default defineConfig({ oxc: decorators, publicDir: false });
