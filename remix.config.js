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

/** One file is both Remix options and Vite config: every tool gets it by --config. */
export default defineConfig({
  plugins: [tailwindcss(), remix(remixOptions)],
  build: { sourcemap: false, target: 'es2022' },
  optimizeDeps: { exclude: ['pdfjs-dist'] },
  server: { watch: { ignored: ['**/.data/**', '**/server/**', '**/tests/**'] } },
})
