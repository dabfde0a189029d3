import { readFileSync } from 'node:fs'
import path from 'node:path'

const folder = path.join(import.meta.dirname, 'data')

/** One of the data files that belong to the project. */
export const readData = <T>(name: string): T => JSON.parse(readFileSync(path.join(folder, name), 'utf8')) as T
