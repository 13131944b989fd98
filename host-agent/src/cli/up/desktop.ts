import { spawn } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { writePrivateFile } from '../../identity/private-file.ts'

/** What tells whether a browser can be opened. */
export interface Surroundings {
  readonly platform: NodeJS.Platform
  readonly env: NodeJS.ProcessEnv
  /** Somebody sits at the terminal. */
  readonly terminal: boolean
}

const isSet = (value: string | undefined): boolean => value !== undefined && value !== ''

/** The program that opens files in the person’s browser; null where there is no desktop, or it is not wanted. */
export const browserOpener = ({ platform, env, terminal }: Surroundings): string | null => {
  const elsewhere = ['SSH_CONNECTION', 'CI', 'HEARTH_NO_OPEN'].some((name) => isSet(env[name]))
  if (!terminal || elsewhere) return null
  if (platform === 'darwin') return 'open'
  const screen = isSet(env.DISPLAY) || isSet(env.WAYLAND_DISPLAY)
  return platform === 'linux' && screen ? 'xdg-open' : null
}

/** A page that leads to a pairing link. */
export interface PairingPage {
  /** Removes it; again does nothing. */
  remove(): void
}

const FILE = 'open-pairing.html'

const escaped = (text: string): string =>
  text.replaceAll(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`)

const pageOf = (link: string): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="referrer" content="no-referrer">
<meta http-equiv="refresh" content="0; url=${escaped(link)}">
<title>Hearth</title>
<p><a href="${escaped(link)}">Pair this browser with Hearth</a></p>
`

/**
 * Opens a pairing link in the person’s browser. Other users of the machine see arguments, so the link stands in a page
 * that only its owner can read, and the browser is given the page’s path. A browser that does not open is no failure:
 * the link is on the terminal too. @throws {HearthError} `keys.write`
 */
export const openPairingPage = (home: string, link: string, opener: string): PairingPage => {
  const path = join(home, FILE)
  writePrivateFile(path, new TextEncoder().encode(pageOf(link)), false)
  const child = spawn(opener, [path], { stdio: 'ignore', detached: true })
  child.on('error', () => undefined)
  child.unref()
  return { remove: () => removePairingPage(home) }
}

/** Removes what a host agent that was killed may have left. */
export const removePairingPage = (home: string): void => rmSync(join(home, FILE), { force: true })
