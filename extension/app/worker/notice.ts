import type { PushBody } from '@hearth/shared/protocol'
import { visible } from '@hearth/shared/session'
import { NOTICE_EXACT_CHARS, NOTICE_EXACT_LINES, NOTICE_RISK_MAX, NOTICE_TEXT_CHARS } from './limits.ts'
import { type Slot, type SlotState, slotTag } from './slot.ts'
import { goneWords, notice as words } from './words.ts'

export type NoticeAction = 'allow' | 'deny' | 'review' | 'open'

/** Where a press on a notification leads. */
export type Place =
  | { readonly host: string; readonly request: string }
  | { readonly host: string; readonly session: string }
  | { readonly host: null }

/** A notification, for whatever shows it. */
export interface Notice {
  /** Replaces the one that has the same. */
  readonly tag: string
  readonly title: string
  readonly body: string
  readonly actions: readonly NoticeAction[]
  /** Makes no sound and wakes no screen. */
  readonly silent: boolean
  /** Stays until somebody touches it, where a browser can do that. */
  readonly stays: boolean
  readonly place: Place
  /** Of a request alone. */
  readonly slot: Slot | null
}

/** What the platform shows of a notification. */
export interface NoticeMeans {
  /** Buttons that fit, as `Notification.maxActions` says; 0 where there are none. */
  readonly actions: number
}

type RequestBody = Slot['body']

/** Is all of what would be allowed in sight? A screen cuts what is long without telling. */
const fits = (exact: string): boolean => {
  const shown = visible(exact, { lines: true })
  return shown.length <= NOTICE_EXACT_CHARS && shown.split('\n').length <= NOTICE_EXACT_LINES
}

/** May it be decided without its card? Only what is harmless enough, hashed, and can be seen whole. */
export const decidable = ({ risk, hash, exact }: RequestBody, { actions }: NoticeMeans): boolean =>
  actions >= 2 && hash !== null && risk !== null && risk <= NOTICE_RISK_MAX && exact !== null && fits(exact)

const actionsOf = ({ state, body }: Slot, means: NoticeMeans): readonly NoticeAction[] => {
  if (means.actions < 1 || state === 'sending' || state === 'done' || state === 'over') return []
  // What is answered in words has no short answer, and an edit's words are not its diff.
  if (body.hash === null) return [body.risk === null ? 'open' : 'review']
  return state !== 'review' && decidable(body, means) ? ['allow', 'deny'] : ['review']
}

const cut = (text: string): string =>
  text.length > NOTICE_TEXT_CHARS ? `${text.slice(0, NOTICE_TEXT_CHARS - 1)}…` : text

/** What is asked, whole, then where it comes from and how grave it is. */
const askedOf = ({ exact, where, risk, reasons }: RequestBody): string[] => [
  exact === null ? words.long : visible(exact, { lines: true }),
  visible(where),
  ...(risk === null ? [] : [words.risk(risk, reasons[0])]),
]

const headOf = ({ state, body, choice, note }: Slot): { readonly title: string; readonly more: string[] } => {
  const asked = askedOf(body)
  const chosen = choice ?? 'deny'
  const heads: Readonly<Record<SlotState, { readonly title: string; readonly more: string[] }>> = {
    asks: { title: visible(body.title), more: asked },
    sending: { title: words.sending(chosen), more: [words.sendingMore, ...asked] },
    done: { title: words.done(chosen), more: asked },
    failed: { title: words.failed(note ?? ''), more: asked },
    review: { title: words.barred(note ?? ''), more: asked },
    over: { title: note ?? words.over, more: asked },
  }
  return heads[state]
}

/** Of these the person must hear; the others answer what they have just done, or what no longer matters. */
const LOUD: ReadonlySet<SlotState> = new Set(['asks', 'failed', 'review'])

/** The notification of a request as it stands. */
export const noticeOf = (slot: Slot, means: NoticeMeans): Notice => {
  const { title, more } = headOf(slot)
  return {
    tag: slotTag(slot.body.host, slot.body.request),
    title: cut(title),
    body: cut(more.join('\n')),
    actions: actionsOf(slot, means),
    silent: !LOUD.has(slot.state),
    stays: LOUD.has(slot.state) || slot.state === 'sending',
    place: { host: slot.body.host, request: slot.body.request },
    slot,
  }
}

const plain = { actions: [], slot: null } as const

/** A turn that ended. */
export const turnNotice = ({
  host,
  session,
  title,
  outcome,
}: Extract<PushBody, { kind: 'turn' }>): Notice => ({
  ...plain,
  tag: `turn ${host} ${session}`,
  title: cut(visible(title)),
  body: cut(visible(outcome)),
  silent: false,
  stays: false,
  place: { host, session },
})

/** A request that is over and has no slot any more. */
export const lateNotice = (host: string, request: string, how: string): Notice => ({
  ...plain,
  tag: slotTag(host, request),
  title: cut(goneWords(how)),
  body: '',
  silent: true,
  stays: false,
  place: { host, request },
})

/** The answer to a test: who pushes must show something. */
export const testNotice = (host: string, name: string): Notice => ({
  ...plain,
  tag: `test ${host}`,
  title: words.test,
  body: words.testMore(name),
  silent: true,
  stays: false,
  place: { host: null },
})

/** What can't be read may be a request, and the browser wants to see something for each push. */
export const unreadNotice = (): Notice => ({
  ...plain,
  tag: 'unread',
  title: words.unread,
  body: words.unreadMore,
  silent: false,
  stays: true,
  place: { host: null },
})
