import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import type { World } from './world.ts'

const shownIn = ({ sandbox }: World): string => join(sandbox.root, 'notices.txt')

/** Gives a world that is not running yet a desktop, whose program for notices writes them down. */
export const giveDesktop = (world: World): void => {
  const programs = join(world.sandbox.root, 'bin')
  mkdirSync(programs, { recursive: true })
  const script = `#!/bin/sh\nprintf '%s\\n' "$*" >> '${shownIn(world)}'\n`
  writeFileSync(join(programs, 'notify-send'), script, { mode: 0o755 })
  world.env.PATH = [programs, world.env.PATH ?? ''].join(delimiter)
  world.env.DISPLAY = ':99'
}

/** Every notice that the desktop has shown, one a line. */
export const notices = (world: World): string =>
  existsSync(shownIn(world)) ? readFileSync(shownIn(world), 'utf8') : ''
