import { createHash } from 'node:crypto'
import { resolve } from 'node:path'
import { utf8 } from '@hearth/shared/crypto'
import {
  Choice,
  MAX_REQUEST_BYTES,
  type PermissionFacts,
  type RequestAction,
  visible,
} from '@hearth/shared/session'
import type { Ask } from '../agents/driver.ts'
import { type CommandLine, readCommand } from './command.ts'
import type { Files } from './files.ts'
import { MAX_AGENT_WORDS, MAX_TITLE } from './limits.ts'
import { bindOperands, type Operands } from './operands.ts'
import { type Assessment, assess, assessAccess, assessCommand, assessEdit, assessFetch } from './risk.ts'
import { realCwd, realPlace, type World, whereabouts } from './world.ts'

/** What a request is made from; everything in it was copied when the agent asked. */
export interface Origin {
  hostId: string
  request: string
  session: string
  turn: number
  agent: string
  /** The session's worktree. */
  root: string
  tool: PermissionFacts['tool']
  ask: Ask
  words: string
}

/** A request that can no longer change: its bytes, what they say, and the world they were true in. */
export interface Frozen {
  readonly bytes: Uint8Array
  readonly facts: PermissionFacts
  readonly world: World
  /** Too large to be asked remotely; the host's owner can still decide. */
  readonly tooLarge: boolean
}

interface Seen {
  cwd: World['cwd']
  root: string
  line: CommandLine | null
  operands: Operands
}

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex')

const actionOf = (ask: Ask, seen: Seen): RequestAction => {
  switch (ask.type) {
    case 'command':
      return { type: 'command', command: ask.command, argv: seen.line?.argv ?? null, parts: [] }
    case 'edit':
      return {
        type: 'edit',
        files: ask.files.map(({ path, diff }) => ({ path, diff, diffHash: sha256(diff), before: null })),
      }
    case 'access':
      return { type: 'access', paths: [...ask.paths] }
    case 'fetch':
      return { type: 'fetch', url: ask.url }
    case 'mcp':
    case 'mode':
    case 'other':
      return { ...ask }
  }
}

const pathsOf = (ask: Ask): readonly string[] => {
  if (ask.type === 'edit') return ask.files.map(({ path }) => path)
  return ask.type === 'access' ? ask.paths : []
}

const assessAsk = (ask: Ask, seen: Seen, files: Files): Assessment => {
  const context = {
    where: (path: string) => whereabouts(path, seen.cwd.path, seen.root, files),
    real: (path: string) => realPlace(resolve(seen.cwd.path, path), files),
  }
  switch (ask.type) {
    case 'command': {
      const line = seen.line ?? readCommand(ask.command)
      const base = assessCommand(line, context)
      const away = context.where('.') !== 'inside'
      const extra = [
        ...(away ? [{ risk: 3, reason: 'Runs outside the worktree' } as const] : []),
        ...(seen.operands.unbound.length > 0
          ? [{ risk: 4, reason: 'Runs a file that is too large to be bound by its content' } as const]
          : []),
      ]
      if (extra.length === 0) return base
      const added = assess(extra, { risk: base.risk, reason: base.reasons[0] ?? 'Runs a command' })
      return { risk: added.risk, reasons: [...new Set([...added.reasons, ...base.reasons])] }
    }
    case 'edit':
      return assessEdit(
        ask.files.map(({ path }) => path),
        context,
        ask.files.length === 0 || ask.files.some(({ diff }) => diff.trim() === ''),
      )
    case 'access':
      return assessAccess(ask.paths, context)
    case 'fetch':
      return assessFetch(ask.url)
    case 'mode':
      return assess([], { risk: 4, reason: 'In another mode the agent may act without asking' })
    case 'mcp':
    case 'other':
      return assess([], { risk: 3, reason: 'The host can’t see what this does' })
  }
}

const look = (origin: Origin, files: Files): Seen => {
  const { ask } = origin
  const named = ask.type === 'command' && ask.cwd !== undefined ? resolve(origin.root, ask.cwd) : origin.root
  const cwd = realCwd(named, files)
  const line = ask.type === 'command' ? readCommand(ask.command) : null
  const operands = line === null ? { files: [], unbound: [] } : bindOperands(line, cwd.path, files)
  return { cwd, root: files.realpath(origin.root) ?? origin.root, line, operands }
}

/**
 * Builds the facts of a permission request from what the agent asks and what the host sees, and freezes their bytes
 * (docs/protocol.md, "Decisions"). The agent's words are carried along; nothing follows from them.
 */
export const freeze = (
  origin: Origin,
  moment: { createdAt: number; policyEpoch: number },
  files: Files,
): Frozen => {
  const seen = look(origin, files)
  const { cwd, operands } = seen
  const { risk, reasons } = assessAsk(origin.ask, seen, files)
  const facts: PermissionFacts = {
    v: 1,
    hostId: origin.hostId,
    reqId: origin.request,
    session: origin.session,
    turn: origin.turn,
    agent: origin.agent,
    tool: origin.tool,
    action: actionOf(origin.ask, seen),
    cwd: { path: cwd.path, dev: cwd.dev, ino: cwd.ino },
    envDelta: {},
    files: operands.files,
    risk,
    reasons,
    provenance: 'user',
    offers: [Choice.allowOnce, Choice.deny],
    suggestions: [],
    agentWords: origin.words.slice(0, MAX_AGENT_WORDS),
    createdAt: moment.createdAt,
    policyEpoch: moment.policyEpoch,
  }
  const places = pathsOf(origin.ask).map((path) => {
    const absolute = resolve(cwd.path, path)
    return { path: absolute, real: realPlace(absolute, files) }
  })
  const bytes = utf8(JSON.stringify(facts))
  return {
    bytes,
    facts,
    world: { cwd, files: operands.files, places },
    tooLarge: bytes.length > MAX_REQUEST_BYTES,
  }
}

/** A short line for lists and transcripts, from the facts; characters that can't be seen are escaped. */
export const titleOf = (facts: PermissionFacts): string => {
  return shorten(describe(facts))
}

const describe = ({ action, tool }: PermissionFacts): string => {
  switch (action.type) {
    case 'command':
      return `Run ${action.command}`
    case 'edit':
      return `Edit ${action.files.map(({ path }) => path).join(', ')}`
    case 'access':
      return `Use ${action.paths.join(', ')}`
    case 'fetch':
      return `Fetch ${action.url}`
    case 'mcp':
      return `Use ${action.tool} of ${action.server}`
    case 'mode':
      return `Go into the mode ${action.to}`
    case 'other':
      return `Use ${tool.name}`
  }
}

/** At most MAX_TITLE characters, visible all of them. */
export const shorten = (text: string): string => {
  const shown = visible(text)
  return shown.length > MAX_TITLE ? `${shown.slice(0, MAX_TITLE - 1)}…` : shown
}
