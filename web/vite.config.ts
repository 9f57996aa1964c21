import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { defineConfig, type Plugin } from 'vite';

/** Leaves a gzipped copy beside each text, so that the server never compresses while it serves. */
function gzipped(): Plugin {
  return {
    name: 'gzipped',
    apply: 'build',
    writeBundle({ dir }, bundle) {
      for (const name of Object.keys(bundle).filter((name) => /\.(js|css|svg)$/.test(name))) {
        const path = join(dir!, name);
        writeFileSync(`${path}.gz`, gzipSync(readFileSync(path), { level: 9 }));
      }
    },
  };
}

export default defineConfig({
  base: '/graphiql/',
  plugins: [gzipped()],
  // No file becomes a data: address: the Content-Security-Policy takes scripts, fonts and styles from this host only.
  build: { assetsInlineLimit: 0, chunkSizeWarningLimit: 5000, target: 'es2022' },
  worker: { format: 'es' },
});
