// Every address the server answers, read from the built screens and from the application itself.
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Services } from '#server/boot/services.ts'
import { makeApp } from '#server/http/app.ts'

export type Address = { method: 'GET' | 'POST'; path: string }

type BuiltRoute = { id: string; parentId?: string; path?: string; module: { loader?: unknown; action?: unknown; default?: unknown } }
type Layer = { route?: { path: string | string[]; methods: Record<string, boolean> } }

/** Addresses as "/phien-hop/:meetingId/du-hop": screens with a loader or an action, and what Express answers before them. */
export async function addresses(services: Services): Promise<Address[]> {
  const build = (await import(pathToFileURL(path.resolve('build/server/index.js')).href)) as { routes: Record<string, BuiltRoute> }
  const fullPath = (route: BuiltRoute): string => {
    const parent = route.parentId ? build.routes[route.parentId] : undefined
    return [parent ? fullPath(parent) : '', route.path ?? ''].filter(Boolean).join('/').replace(/\/+/g, '/')
  }
  const found: Address[] = []
  for (const route of Object.values(build.routes)) {
    // The frame around screens has no address of its own; its screens have.
    const isFrame = Object.values(build.routes).some(r => r.parentId === route.id)
    if (isFrame) continue
    const at = `/${fullPath(route).replace(/^\//, '')}`
    if (route.module.loader || route.module.default) found.push({ method: 'GET', path: at })
    if (route.module.action) found.push({ method: 'POST', path: at })
  }
  const app = makeApp(services, { build: build as never })
  const layers = (app as unknown as { _router: { stack: Layer[] } })._router.stack
  for (const { route } of layers) {
    if (!route) continue
    for (const one of [route.path].flat()) if (one !== '*') found.push({ method: route.methods.post ? 'POST' : 'GET', path: one })
  }
  return found.sort((a, b) => (a.path + a.method < b.path + b.method ? -1 : 1))
}
