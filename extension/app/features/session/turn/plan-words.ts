import type { PlanEntry } from '@hearth/shared/session'
import { visible } from '@hearth/shared/session'
import { W } from '../words.ts'

/** A plan in one line: how many steps are done, of how many, and the present one. */
export const planLine = (
  entries: readonly PlanEntry[],
): { readonly count: string; readonly step: string } => {
  const done = entries.filter(({ status }) => status === 'completed').length
  const present =
    entries.find(({ status }) => status === 'in_progress') ??
    entries.find(({ status }) => status === 'pending')
  return {
    count: `${done}/${entries.length}`,
    step: present === undefined ? W.planDone : visible(present.content),
  }
}

export const STEP_WORDS: Readonly<Record<PlanEntry['status'], string>> = {
  pending: 'to do',
  in_progress: 'under way',
  completed: 'done',
}
