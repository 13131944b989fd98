import type { QUIRKS } from '../acp/quirks/index.ts'

/** An agent that Hearth knows how to find and drive. */
export type AgentEntry = {
  readonly id: string
  readonly label: string
  /** `opencode`: through its own server where its version has the one that we know, else over ACP. */
  readonly by: 'opencode' | 'acp'
  /** Name of the program, looked for on PATH first. */
  readonly program: string
  /** Folders where its installer puts it, looked at after PATH; `~` is the person's home. */
  readonly folders: readonly string[]
  /** A package that may have come with the host agent; looked at last. */
  readonly bundled: { readonly package: string; readonly file: string } | null
  /** Arguments with which it speaks ACP on its standard streams. */
  readonly args: readonly string[]
  /** Arguments with which it tells its version; null where it can't, and its package is asked instead. */
  readonly version: readonly string[] | null
  /** Another program without which it does nothing, looked for on PATH and in `folders`. */
  readonly needs: { readonly program: string; readonly install: string } | null
  /** What it does its own way over ACP; null where nobody has looked. */
  readonly quirks: keyof typeof QUIRKS | null
  /** How to get it, a sentence. */
  readonly install: string
  /** How a person signs in, a sentence. */
  readonly signIn: string
  /** Is it offered where the person has said nothing of it? */
  readonly enabled: boolean
}

/** Where installers of all kinds put programs that a service's PATH may lack. */
export const INSTALL_FOLDERS: readonly string[] = [
  '~/.local/bin',
  '~/bin',
  '~/.npm-global/bin',
  '~/.bun/bin',
  '~/.volta/bin',
  '~/.cargo/bin',
  '/usr/local/bin',
  '/opt/homebrew/bin',
]

/** What most entries have in common. */
export const PLAIN = {
  by: 'acp',
  folders: [],
  bundled: null,
  args: [],
  version: ['--version'],
  needs: null,
  quirks: null,
  enabled: true,
} as const satisfies Partial<AgentEntry>
