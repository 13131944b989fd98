import { HearthError } from '@hearth/shared/protocol'
import type { Rule, RuleDraft, RuleStarter } from '@hearth/shared/session'
import { type Accessor, createEffect, createMemo, createSignal, on } from 'solid-js'
import type { HostView } from '../../state/host-view.ts'

/** What is known of a host's rules. */
export type RuleList =
  | { readonly at: 'reading' }
  | { readonly at: 'failed'; readonly why: string }
  | { readonly at: 'read'; readonly rules: readonly Rule[]; readonly starters: readonly RuleStarter[] }

export interface RulesOf {
  readonly list: Accessor<RuleList>
  /** Asks the host again; what was read stays in sight meanwhile. */
  reread(): Promise<void>
  /** @throws {HearthError} */
  remove(rule: Rule): Promise<void>
  /** Makes a rule that asks or denies. @throws {HearthError} */
  add(draft: RuleDraft): Promise<void>
}

/** A host's rules: read when this is first used, and again whenever the host tells that they have changed. */
export const useRules = (host: HostView): RulesOf => {
  const [list, setList] = createSignal<RuleList>({ at: 'reading' })
  let asked = 0
  const reread = async (): Promise<void> => {
    asked += 1
    const mine = asked
    // Of several that are under way, the last that was asked for knows best.
    const tell = (now: RuleList): void => void (mine === asked && setList(now))
    try {
      const { rules, starters } = await host.actions.call('list-rules', {})
      tell({ at: 'read', rules, starters })
    } catch (error) {
      if (!(error instanceof HearthError)) throw error
      tell({ at: 'failed', why: error.message })
    }
  }
  const epoch = createMemo(() => host.overview().policyEpoch)
  createEffect(on(epoch, () => void reread()))
  return {
    list,
    reread,
    async remove(rule) {
      await host.actions.call('remove-rule', { rule: rule.id })
      await reread()
    },
    async add(draft) {
      await host.actions.call('add-rule', { rule: draft })
      await reread()
    },
  }
}

/** A rule as it would be written anew. */
export const draftOf = ({ effect, what, scope, agent, riskMax, expiresAt }: Rule): RuleDraft => ({
  effect,
  what,
  scope,
  agent,
  riskMax,
  expiresAt,
})
