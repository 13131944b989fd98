import type { RequestContent } from '@hearth/shared/link'
import { HearthError } from '@hearth/shared/protocol'
import { PendingRequest, PermissionFacts } from '@hearth/shared/session'
import * as v from 'valibot'
import type { ControlClient } from '../../control/client.ts'
import { indent, safeLine } from '../format/escape.ts'
import { contentText } from '../format/request.ts'
import { whatText } from '../format/rule.ts'

const Base = v.looseObject({ request: v.string(), session: v.string(), turn: v.number(), kind: v.string() })
const Permission = v.object({ code: v.string(), facts: PermissionFacts })

/** A request that waits, as the owner is told of it. */
export interface WaitingRequest {
  readonly request: string
  readonly session: string
  readonly turn: number
  readonly content: RequestContent
  /** As the host agent told it. */
  readonly value: unknown
}

const UNREADABLE: RequestContent = { kind: 'unreadable', why: 'its shape is unknown' }

const contentOf = (value: v.InferOutput<typeof Base>): RequestContent => {
  if (value.kind === 'permission') {
    const read = v.safeParse(Permission, value)
    return read.success ? { kind: 'permission', ...read.output, bytes: new Uint8Array(0) } : UNREADABLE
  }
  const read = v.safeParse(PendingRequest, value)
  return read.success && read.output.kind !== 'permission' ? read.output : UNREADABLE
}

/** What waits, oldest first. @throws {HearthError} `control.*` */
export const waitingRequests = async (control: ControlClient): Promise<WaitingRequest[]> =>
  v.parse(v.array(Base), await control.call('requests')).map((value) => ({
    ...{ request: value.request, session: value.session, turn: value.turn, value },
    content: contentOf(value),
  }))

/** The one that `text` names: its id, the beginning of that, or `last`. @throws {HearthError} `request.unknown`, `input.invalid` */
export const waitingRequest = async (control: ControlClient, text: string): Promise<WaitingRequest> => {
  const all = await waitingRequests(control)
  const fitting =
    text === 'last' ? all.slice(-1) : all.filter(({ request }) => request.startsWith(text.toLowerCase()))
  const [only, another] = fitting
  if (only === undefined) throw new HearthError('request.unknown')
  if (another !== undefined)
    throw new HearthError('input.invalid', `More than one request begins with ${text}`)
  return only
}

/** The whole card of a request: what would be done, its risk and why, its code, and what a rule could be about. */
export const cardText = ({ request, content }: Pick<WaitingRequest, 'request' | 'content'>): string =>
  [
    request,
    indent(contentText(content), '  '),
    ...(content.kind === 'permission' ? [`  code ${content.code}`, ...rulesOf(content.facts)] : []),
  ].join('\n')

const rulesOf = ({ suggestions }: PermissionFacts): string[] =>
  suggestions.map((what, n) => `  --rule ${n + 1}: ${safeLine(whatText(what))}`)
