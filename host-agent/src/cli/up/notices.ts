import { Choice } from '@hearth/shared/session'
import type { Audit } from '../../audit/api.ts'
import type { AuditLine } from '../../audit/entry.ts'
import { Story } from '../audit/story.ts'
import { NOTABLE_RISK, NOTICE_WINDOW_MS, NOTICES_PER_WINDOW } from '../limits.ts'
import { type Notifier, showNotice } from './notifier.ts'

/** What notices of decisions need. */
export interface NoticeOptions {
  readonly audit: Pick<Audit, 'onEntry'>
  readonly notifier: Notifier
  readonly env: NodeJS.ProcessEnv
  now(): number
  log(line: string): void
}

/**
 * Tells the owner at the desktop of every decision of a device above risk 2, and of every mode of an agent that one has
 * chosen, from what is on disk; `hearth log` then tells what it was: a second honest display beside that of the device.
 * Above a rate they are counted, and the next notice says how many there were. Gives what ends it.
 */
export const noticeDecisions = ({ audit, notifier, env, now, log }: NoticeOptions): (() => void) => {
  const story = new Story()
  let shown: number[] = []
  let held = 0
  let broken = false
  const failed = () => {
    if (!broken) log(`${notifier.program} does not show notices; decisions are in: hearth log`)
    broken = true
  }
  return audit.onEntry((line) => {
    const { risk } = story.take(line)
    if (line.type !== 'decision' && line.type !== 'option') return
    if (risk !== null && risk < NOTABLE_RISK) return
    const at = now()
    shown = shown.filter((then) => at - then < NOTICE_WINDOW_MS)
    if (shown.length >= NOTICES_PER_WINDOW) {
      held += 1
      return
    }
    shown.push(at)
    const more = held === 0 ? '' : ` (and ${held} more: hearth log)`
    held = 0
    const title = `Hearth: a device decided${risk === null ? '' : ` (risk ${risk})`}`
    showNotice(notifier, { title, text: `${neutral(line)} What it is: hearth log${more}`, env }, failed)
  })
}

/**
 * What is told of a decision in an argument: notifiers take text in no other way, and every user of the machine can read
 * the arguments of all processes. So nothing that an agent, a device or a repository has worded, and no command: ids by
 * which `hearth log` tells the rest.
 */
const neutral = (line: Extract<AuditLine, { type: 'decision' | 'option' }>): string => {
  if (line.type === 'option') return `A device chose how an agent works in session ${short(line.session)}.`
  return `A device ${line.choice === Choice.deny ? 'denied' : 'allowed'} request ${short(line.request)}.`
}

const short = (id: string): string => id.slice(0, 8)
