import { readFile, readdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress } from 'node:zlib'
import { vitePlugin as remix } from '@remix-run/dev'
import tailwindcss from '@tailwindcss/vite'
import { defineConfig } from 'vite'

/** Remix's own options. Every v3 flag but routeConfig is on, so the step to React Router 7 stays small. */
export const remixOptions = {
  serverModuleFormat: 'esm',
  ignoredRouteFiles: ['**/*.test.*', '**/README.md'],
  future: {
    v3_fetcherPersist: true,
    v3_lazyRouteDiscovery: true,
    v3_relativeSplatPath: true,
    v3_singleFetch: true,
    v3_throwAbortReason: true,
  },
}

/** Screens use the names and types of app/contracts, never their schemas: the schema library stays on the server. */
const withoutSchemas = {
  name: 'without-schemas',
  enforce: 'pre',
  resolveId: (id, _importer, { ssr }) => (id === 'zod' && !ssr ? path.resolve(import.meta.dirname, 'app/live/no-schemas.ts') : null),
}

/** Assets never change, so they are compressed once, as small as it gets, and not again at each request. */
const compressedOnce = {
  name: 'compressed-once',
  apply: 'build',
  async writeBundle({ dir }) {
    const assets = path.join(dir, 'assets')
    if (!dir.endsWith('client')) return
    const texts = (await readdir(assets)).filter((name) => /\.(?:js|mjs|css)$/.test(name))
    await Promise.all(
      texts.map(async (name) => writeFile(path.join(assets, `${name}.br`), await promisify(brotliCompress)(await readFile(path.join(assets, name))))),
    )
  },
}

/** What nearly every screen shares. A part that only some need must not be named here: everybody would load it. */
const SHARED_PARTS = /\/app\/components\/(?:action-bar|banner|button|card|chip|cx|dialog|empty|error-page|field|icon|mark|page-title|progress-bar|timer|toast|use-[a-z]+|ballot-pad|vote-bar|quorum-chip)\.tsx?$/

/** They travel as few files: on a slow line a request costs more than what such a part brings. */
function fewFiles(id) {
  if (/\/node_modules\/(?:react|react-dom|scheduler|react-router|react-router-dom|@remix-run\/(?:react|router)|turbo-stream)\//.test(id)) return 'framework'
  if (id.includes('/node_modules/lucide-react/')) return 'icons'
  if (SHARED_PARTS.test(id) || /\/app\/live\/[a-z-]+\.ts$/.test(id)) return 'parts'
  return undefined
}

/** One file is both Remix options and Vite config: every tool gets it by --config. */
export default defineConfig({
  plugins: [withoutSchemas, tailwindcss(), remix(remixOptions), compressedOnce],
  build: { sourcemap: false, target: 'es2022', rollupOptions: { output: { manualChunks: fewFiles } } },
  optimizeDeps: { exclude: ['pdfjs-dist'] },
  server: { watch: { ignored: ['**/.data/**', '**/server/**', '**/tests/**'] } },
})
