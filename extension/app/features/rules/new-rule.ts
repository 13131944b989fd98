import type { RuleDraft, RuleEffect, RuleScope, RuleWhat } from '@hearth/shared/session'
import { ruleTexts, SESSION_LIMITS } from '@hearth/shared/session'

export type WhatKind = RuleWhat['type']

const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
const wordsOf = (text: string): string[] => text.trim().split(/\s+/)

/** What a person typed as what a rule is about; null while it says nothing that a rule could be about. */
export const whatOf = (kind: WhatKind, text: string): RuleWhat | null => {
  if (text.trim() === '') return null
  switch (kind) {
    case 'command':
      return { type: kind, words: wordsOf(text), rest: 'anything' }
    case 'edit':
    case 'access':
      return { type: kind, paths: linesOf(text) }
    case 'fetch':
      return { type: kind, hosts: linesOf(text) }
    case 'mcp': {
      const [server, tool, ...more] = wordsOf(text)
      return server === undefined || tool === undefined || more.length > 0
        ? null
        : { type: kind, server, tool }
    }
    case 'tool':
      return { type: kind, name: text.trim() }
  }
}

/** Is it within what one rule may hold? */
export const fitsRule = (what: RuleWhat): boolean => {
  const parts = ruleTexts(what)
  return (
    parts.length <= SESSION_LIMITS.ruleWords.value &&
    parts.every((part) => part.length <= SESSION_LIMITS.ruleText.value)
  )
}

/** A rule that only ever holds agents back. */
export const restraint = (
  effect: Exclude<RuleEffect, 'allow'>,
  what: RuleWhat,
  scope: RuleScope,
): RuleDraft => ({
  effect,
  what,
  scope,
  agent: null,
  riskMax: 3,
  expiresAt: null,
})
