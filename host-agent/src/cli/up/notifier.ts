import { spawn } from 'node:child_process'
import { NOTIFIER_MS } from '../limits.ts'

/** A program that shows a notice on the desktop. */
export interface Notifier {
  readonly program: string
  args(title: string, text: string): string[]
}

/** What tells whether there is a desktop. */
export interface Desk {
  readonly platform: NodeJS.Platform
  readonly env: NodeJS.ProcessEnv
}

const isSet = (value: string | undefined): boolean => value !== undefined && value !== ''

/** Notices of Linux desktops take some markup. */
const plain = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

const SEND: Notifier = {
  program: 'notify-send',
  args: (title, text) => ['--app-name=Hearth', '--urgency=normal', '--', title, plain(text)],
}
/** The texts are the script's arguments, never part of it. */
const SCRIPT: Notifier = {
  program: 'osascript',
  args: (title, text) => [
    ...['-e', 'on run argv'],
    ...['-e', 'display notification (item 2 of argv) with title (item 1 of argv)'],
    ...['-e', 'end run', title, text],
  ],
}

/** The desktop's notifier; null where there is no desktop, or notices are not wanted (HEARTH_NO_NOTICES). */
export const desktopNotifier = ({ platform, env }: Desk): Notifier | null => {
  if (isSet(env.HEARTH_NO_NOTICES) || isSet(env.CI)) return null
  if (platform === 'darwin') return SCRIPT
  const screen = isSet(env.DISPLAY) || isSet(env.WAYLAND_DISPLAY)
  return platform === 'linux' && screen ? SEND : null
}

/** What a notifier needs to find the desktop; nothing else of this process is its business. */
const NEEDED = [
  'PATH',
  'HOME',
  'DISPLAY',
  'WAYLAND_DISPLAY',
  'DBUS_SESSION_BUS_ADDRESS',
  'XDG_RUNTIME_DIR',
  'LANG',
]

/** Shows a notice, without a shell. `failed` is called when the program is not there or did not do it. */
export const showNotice = (
  { program, args }: Notifier,
  { title, text, env }: { title: string; text: string; env: NodeJS.ProcessEnv },
  failed: () => void,
): void => {
  const own = Object.fromEntries(NEEDED.flatMap((name) => (isSet(env[name]) ? [[name, env[name]]] : [])))
  const child = spawn(program, args(title, text), { stdio: 'ignore', env: own, timeout: NOTIFIER_MS })
  child.once('error', failed)
  child.once('exit', (code) => {
    if (code !== 0) failed()
  })
  child.unref()
}
