import type { Audit } from '../../audit/api.ts'
import { Story } from '../audit/story.ts'
import { safeLine } from '../format/escape.ts'
import { MAX_NOTICE_TEXT, NOTABLE_RISK, NOTICE_WINDOW_MS, NOTICES_PER_WINDOW } from '../limits.ts'
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
 * chosen, from what is on disk: a second honest display beside that of the device. Above a rate they are counted, and the next notice says how many there were.
 * Gives what ends it.
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
    const { text, risk } = story.take(line)
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
    showNotice(notifier, { title, text: `${safeLine(text).slice(0, MAX_NOTICE_TEXT)}${more}`, env }, failed)
  })
}
