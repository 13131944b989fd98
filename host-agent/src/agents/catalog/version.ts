import { readFileSync, realpathSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { finished } from 'node:stream/promises'
import * as v from 'valibot'
import {
  ACP_DRAIN_MS,
  MAX_VERSION,
  PACKAGE_LEVELS,
  SHIM_BYTES,
  VERSION_MS,
  VERSION_OUTPUT,
} from '../limits.ts'
import { describeExit, type Exit, startPipedGroup, within } from '../process/group.ts'
import { Tail } from '../process/tail.ts'

/** What a program says of itself: its version if it tells one, that it took too long, or that it can't be run and why. */
export type Told =
  | { how: 'told'; version: string | null }
  | { how: 'late' }
  | { how: 'failed'; why: string; lines: string[] }

/** Runs a program's own version command, VERSION_MS at most, in the environment that the agent has. */
export async function askVersion(
  program: string,
  args: readonly string[],
  env: Record<string, string>,
): Promise<Told> {
  const tail = new Tail([])
  let output = ''
  const group = startPipedGroup({ program, args, cwd: '/', env, onErrorOutput: (text) => tail.add(text) })
  group.input.on('error', () => undefined).end()
  group.output.setEncoding('utf8').on('data', (text: string) => {
    if (output.length < VERSION_OUTPUT) output += text
    tail.add(text)
  })
  const read = finished(group.output).catch(() => undefined)
  let exit: Exit | null = null
  const ended = group.exited.then((how) => {
    exit = how
    return within(read, ACP_DRAIN_MS)
  })
  await within(ended, VERSION_MS)
  const how = exit as Exit | null
  await group.stop()
  // On a busy machine a healthy program may be late: that it can't be run is found out when it is.
  if (how === null) return { how: 'late' }
  if (how.code === 0) return { how: 'told', version: versionIn(output) }
  return { how: 'failed', why: describeExit(how), lines: tail.lines() }
}

/** The first thing in a text that looks like a version. */
function versionIn(text: string): string | null {
  return /(?:^|[^\d.])v?(\d+\.\d+(?:\.\d+)?(?:-[\w.]+)?)/.exec(text)?.[1] ?? null
}

const Manifest = v.object({ version: v.pipe(v.string(), v.maxLength(MAX_VERSION)) })

/** The version of the npm package that a program belongs to; null where it is in none. Starts nothing. */
export function packageVersion(program: string): string | null {
  try {
    let folder = dirname(realpathSync(behindShim(program)))
    for (let level = 0; level < PACKAGE_LEVELS; level++) {
      const version = isPackage(folder) ? manifestVersion(join(folder, 'package.json')) : null
      if (version !== null) return version
      folder = dirname(folder)
    }
  } catch {
    // It is gone, or no file of ours to read: that is told when it is started.
    return null
  }
  return null
}

/** What a package manager's small script starts: some make one where others make a link. */
function behindShim(program: string): string {
  if (statSync(program).size > SHIM_BYTES) return program
  const script = readFileSync(program, 'utf8')
  const target = script.startsWith('#!/bin/sh')
    ? /"\$basedir\/([^"$]+\.[cm]?js)"/.exec(script)?.[1]
    : undefined
  return target === undefined ? program : join(dirname(realpathSync(program)), target)
}

/** Is it `node_modules/name` or `node_modules/@scope/name`? */
function isPackage(folder: string): boolean {
  const above = dirname(folder)
  const holder = basename(above).startsWith('@') ? dirname(above) : above
  return basename(holder) === 'node_modules'
}

function manifestVersion(path: string): string | null {
  try {
    return v.parse(Manifest, JSON.parse(readFileSync(path, 'utf8'))).version
  } catch {
    return null
  }
}
