import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import ts from 'typescript'

export type Import = {
  /** as written */
  text: string
  /** file inside the project ("server/db/client.ts") or "package:<name>" */
  target: string
  /** erased before running: `import type`, or only `type` specifiers */
  isTypeOnly: boolean
}

const root = path.resolve(import.meta.dirname, '../..')
const SKIP = new Set(['node_modules', 'generated', 'build', '.output'])

/** Source files below these folders, relative to the project, with `/`. */
export function sourceFiles(...folders: string[]): string[] {
  const found: string[] = []
  const walk = (relative: string) => {
    for (const entry of readdirSync(path.join(root, relative), { withFileTypes: true })) {
      if (SKIP.has(entry.name)) continue
      const inner = `${relative}/${entry.name}`
      if (entry.isDirectory()) walk(inner)
      else if (/\.(ts|tsx)$/.test(entry.name)) found.push(inner)
    }
  }
  folders.filter((folder) => existsSync(path.join(root, folder))).forEach(walk)
  return found
}

/** What a file imports, re-exports or loads on demand. */
export function importsOf(file: string, text = readFileSync(path.join(root, file), 'utf8')): Import[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, false)
  const found: Import[] = []
  const add = (specifier: ts.Node | undefined, isTypeOnly: boolean) => {
    if (specifier && ts.isStringLiteralLike(specifier)) {
      found.push({ text: specifier.text, target: targetOf(file, specifier.text), isTypeOnly })
    }
  }
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, isTypeImport(node.importClause))
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly)
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) add(node.arguments[0], false)
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node.argument.literal, true)
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}

function isTypeImport(clause: ts.ImportClause | undefined): boolean {
  if (!clause) return false
  if (clause.isTypeOnly) return true
  const named = clause.namedBindings
  return !clause.name && !!named && ts.isNamedImports(named) && named.elements.length > 0 && named.elements.every((one) => one.isTypeOnly)
}

function targetOf(file: string, text: string): string {
  if (text.startsWith('#')) return text.slice(1)
  if (text.startsWith('.')) return withEnding(path.posix.join(path.posix.dirname(file), text))
  return `package:${text}`
}

function withEnding(target: string): string {
  const isFile = (name: string) => existsSync(path.join(root, name)) && statSync(path.join(root, name)).isFile()
  return ['', '.ts', '.tsx', '/index.ts'].map((ending) => target + ending).find(isFile) ?? target
}
