import * as v from 'valibot'
import {
  AgentId,
  BlockNumber,
  EventError,
  Instant,
  PartyId,
  Place,
  ProjectId,
  SessionId,
  Steering,
  TurnNumber,
  TurnState,
  Usage,
} from '../session/index.ts'
import { WIRE_LIMITS } from './limits.ts'

const u32 = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(0xffffffff))

/** Number of a device's call in this channel; the host answers each with one `result` or `error` of the same number. */
export const CallId = u32
/** Number of a subscription in this channel, chosen by the device. */
export const SubId = v.pipe(u32, v.maxValue(WIRE_LIMITS.subscriptionNumbers.value - 1))

/** Version of the messages (version.ts). */
export const ProtocolVersion = v.pipe(v.number(), v.integer(), v.minValue(1))

export const Title = v.pipe(v.string(), v.maxLength(WIRE_LIMITS.titleLength.value))
export const Name = v.pipe(v.string(), v.minLength(1), v.maxLength(WIRE_LIMITS.nameLength.value))

/** A project as devices see it. */
export const Project = v.strictObject({ id: ProjectId, name: Name, path: v.string() })
export type Project = v.InferOutput<typeof Project>

/**
 * An agent of the host's catalog. `ready` means that its program is there; `running` counts its live processes.
 * `can` is what it was seen to be able to do, null until it has run once.
 */
export const Agent = v.strictObject({
  id: AgentId,
  label: Name,
  kind: v.picklist(['built-in', 'custom']),
  state: v.picklist(['loading', 'ready', 'missing', 'error', 'disabled']),
  version: v.nullable(v.string()),
  running: v.number(),
  lastEventAt: v.nullable(Instant),
  can: v.nullable(
    v.strictObject({ resume: v.boolean(), images: v.boolean(), list: v.boolean(), steering: Steering }),
  ),
  error: v.nullable(EventError),
})
export type Agent = v.InferOutput<typeof Agent>

/**
 * A line of the session list. `seq` is the head of its log; `state` that of the turn that runs or ended last, where a
 * turn that ended `unknown` counts as cancelled once a person has chosen what becomes of it.
 */
export const SessionSummary = v.strictObject({
  id: SessionId,
  title: Title,
  project: ProjectId,
  place: Place,
  agent: AgentId,
  archived: v.boolean(),
  state: v.nullable(TurnState),
  queued: v.number(),
  waiting: v.number(),
  seq: v.number(),
  createdAt: Instant,
  updatedAt: Instant,
  usage: Usage,
})
export type SessionSummary = v.InferOutput<typeof SessionSummary>

/** What the host lets a device do. `prompt` also covers sessions, stop and answers to questions. */
export const Right = v.picklist(['read', 'prompt', 'decide', 'admin'])
export type Right = v.InferOutput<typeof Right>

export const DeviceRecord = v.strictObject({
  id: PartyId,
  name: Name,
  rights: v.array(Right),
  riskMax: v.picklist([1, 2, 3, 4]),
})
export type DeviceRecord = v.InferOutput<typeof DeviceRecord>

/** What a device is: it decides how long its pairing lives and how much risk it may allow at most. */
export const Platform = v.picklist(['cli', 'extension', 'web'])
export type Platform = v.InferOutput<typeof Platform>

/** A device as others see it in the list. `live`: it has a channel now. Times in ms of the host’s clock. */
export const PairedDevice = v.strictObject({
  ...DeviceRecord.entries,
  platform: Platform,
  live: v.boolean(),
  pairedAt: Instant,
  lastSeen: Instant,
  expiresAt: Instant,
})
export type PairedDevice = v.InferOutput<typeof PairedDevice>

/**
 * A place in what was said. `text` is plain, cut to what stands around; the find is `text.slice(from, to)`, which may
 * differ from the query in case and accents.
 */
export const SearchHit = v.strictObject({
  session: SessionId,
  turn: TurnNumber,
  /** The block of the turn; null for its prompt, and for why it failed. */
  block: v.nullable(BlockNumber),
  by: v.picklist(['person', 'agent']),
  at: Instant,
  text: v.pipe(v.string(), v.maxLength(WIRE_LIMITS.searchLine.value)),
  from: v.number(),
  to: v.number(),
})
export type SearchHit = v.InferOutput<typeof SearchHit>

/** What the turns of one day used, by agent and project; the day is that of the host’s clock and zone. */
export const UsageRow = v.strictObject({
  day: v.pipe(v.string(), v.isoDate()),
  agent: AgentId,
  project: ProjectId,
  turns: v.number(),
  usage: Usage,
})
export type UsageRow = v.InferOutput<typeof UsageRow>
