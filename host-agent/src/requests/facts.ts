import { utf8 } from '@hearth/shared/crypto'
import { Choice, MAX_REQUEST_BYTES, type PermissionFacts, type RuleWhat } from '@hearth/shared/session'
import type { Ask } from '../agents/driver.ts'
import type { Matter } from '../policy/api.ts'
import type { Files } from './files.ts'
import { MAX_AGENT_WORDS } from './limits.ts'
import { assessAsk } from './risk-ask.ts'
import { actionOf, look } from './sight.ts'
import type { World } from './world.ts'

/** What a request is made from; everything in it was copied when the agent asked. */
export interface Origin {
  hostId: string
  request: string
  session: string
  turn: number
  agent: string
  project: string
  /** The session's worktree. */
  root: string
  provenance: PermissionFacts['provenance']
  tool: PermissionFacts['tool']
  ask: Ask
  words: string
}

/** A request that can no longer change: its bytes, what they say, and the world they were true in. */
export interface Frozen {
  readonly bytes: Uint8Array
  readonly facts: PermissionFacts
  readonly world: World
  /** As rules see it. */
  readonly matter: Matter
  /** Too large to be asked remotely; the host's owner can still decide. */
  readonly tooLarge: boolean
}

/** What a request is frozen with: when, under which policy, and what rules could allow it and its like. */
export interface Moment {
  readonly createdAt: number
  readonly policyEpoch: number
  suggest(matter: Matter): RuleWhat[]
}

/** The environment that an agent states for what it asks. */
export const envOf = (ask: Ask): PermissionFacts['envDelta'] =>
  ask.type === 'command' && ask.env !== undefined ? { ...ask.env } : {}

/**
 * Builds the facts of a permission request from what the agent asks and what the host sees, and freezes their bytes
 * (docs/protocol.md, "Decisions"). The agent's words are carried along; nothing follows from them.
 */
export const freeze = (origin: Origin, moment: Moment, files: Files): Frozen => {
  const sight = look(origin.ask, origin.root, files)
  const { operands, root } = sight
  const { risk, reasons, judged } = assessAsk(origin.ask, sight, files)
  const world = { ...sight.world, judged }
  const bare: PermissionFacts = {
    v: 1,
    hostId: origin.hostId,
    reqId: origin.request,
    session: origin.session,
    turn: origin.turn,
    agent: origin.agent,
    tool: origin.tool,
    action: actionOf(origin.ask, sight),
    cwd: { path: world.cwd.path, dev: world.cwd.dev, ino: world.cwd.ino },
    envDelta: envOf(origin.ask),
    files: operands.files,
    risk,
    reasons,
    provenance: origin.provenance,
    offers: [Choice.allowOnce, Choice.deny],
    suggestions: [],
    agentWords: origin.words.slice(0, MAX_AGENT_WORDS),
    createdAt: moment.createdAt,
    policyEpoch: moment.policyEpoch,
  }
  const about = { project: origin.project, worktree: root, places: world.places.map(({ real }) => real) }
  const facts = withRules(bare, moment.suggest({ facts: bare, ...about }))
  const bytes = utf8(JSON.stringify(facts))
  return {
    bytes,
    facts,
    world,
    matter: { facts, ...about },
    tooLarge: bytes.length > MAX_REQUEST_BYTES,
  }
}

/** Offers to allow it by a rule where one may, and there is room to say so. */
const withRules = (facts: PermissionFacts, suggestions: RuleWhat[]): PermissionFacts => {
  if (suggestions.length === 0) return facts
  const offers = [Choice.allowOnce, Choice.allowRule, Choice.deny]
  const offering = { ...facts, offers, suggestions }
  return utf8(JSON.stringify(offering)).length > MAX_REQUEST_BYTES ? facts : offering
}
