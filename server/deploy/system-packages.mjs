// Installs a program through the system's own package manager, after saying so. Plain Node: runs before `npm ci`.
import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'

const POLICY_FILE = '/usr/sbin/policy-rc.d'

/** Full path of the first of these programs found on the PATH (or where system daemons live), else null. */
export function findProgram(...names) {
  const folders = [...(process.env.PATH ?? '').split(path.delimiter), '/usr/local/sbin', '/usr/sbin', '/usr/local/bin']
  for (const name of names) {
    for (const folder of folders) {
      const file = path.join(folder, name)
      if (folder && isExecutable(file)) return file
    }
  }
  return null
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK)
    return existsSync(file)
  } catch {
    return false
  }
}

/**
 * Installs the packages with whichever manager this machine has.
 * @param {{apt?: string[], dnf?: string[], apk?: string[], brew?: string[]}} wanted names differ by system
 * @param {(line: string) => void} log told what is about to be run
 * @returns {boolean} false when there is no manager, no right to use it, or it failed
 */
export function installPackages(wanted, log) {
  const isRoot = process.getuid?.() === 0
  const run = (command, args) => {
    log(`  $ ${command} ${args.join(' ')}`)
    const result = spawnSync(command, args, {
      stdio: ['ignore', 'ignore', 'pipe'],
      encoding: 'utf8',
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    })
    if (result.status !== 0) log(lastLines(result.stderr ?? result.error?.message ?? ''))
    return result.status === 0
  }
  if (wanted.brew && findProgram('brew')) return run('brew', ['install', ...wanted.brew])

  let prefix = []
  if (!isRoot) {
    if (!findProgram('sudo') || spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status !== 0) return false
    prefix = ['sudo', '-n']
  }
  const asRoot = (...words) => {
    const [command, ...args] = [...prefix, ...words]
    return run(command, args)
  }
  if (wanted.apt && findProgram('apt-get')) {
    const isServiceStartHeld = isRoot && holdServiceStarts()
    try {
      const install = () => asRoot('apt-get', 'install', '-y', '-q', '--no-install-recommends', ...wanted.apt)
      // Package lists may be missing or old, and mirrors drop a connection now and then: each step gets a second try.
      const isUpdated = asRoot('apt-get', 'update', '-q') || asRoot('apt-get', 'update', '-q')
      return (isUpdated && install()) || install()
    } finally {
      if (isServiceStartHeld) rmSync(POLICY_FILE, { force: true })
    }
  }
  if (wanted.dnf && findProgram('dnf')) {
    return wanted.dnf.some((name) => asRoot('dnf', 'install', '-y', name))
  }
  if (wanted.apk && findProgram('apk')) return asRoot('apk', 'add', '--no-cache', ...wanted.apk)
  return false
}

/** Debian starts a freshly installed daemon by itself; we want the program only, so ask it not to. */
function holdServiceStarts() {
  if (existsSync(POLICY_FILE)) return false
  writeFileSync(POLICY_FILE, '#!/bin/sh\nexit 101\n', { mode: 0o755 })
  return true
}

function lastLines(text) {
  return text.trim().split('\n').slice(-3).map((line) => `    ${line}`).join('\n')
}
