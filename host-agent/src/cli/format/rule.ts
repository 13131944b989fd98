import type { RuleDraft, RuleWhat } from '@hearth/shared/session'

/** What a rule is about, in a few words. */
export const whatText = (what: RuleWhat): string => {
  switch (what.type) {
    case 'command':
      return `${what.words.join(' ')}${what.rest === 'nothing' ? '' : ` … (${what.rest})`}`
    case 'edit':
      return `edits of ${what.paths.join(', ')}`
    case 'access':
      return `access to ${what.paths.join(', ')}`
    case 'fetch':
      return `fetching from ${what.hosts.join(', ')}`
    case 'mcp':
      return `${what.tool} of ${what.server}`
    case 'tool':
      return `the tool ${what.name}`
  }
}

/** A rule on one line. */
export const draftText = ({ effect, what, scope, agent, riskMax, expiresAt }: RuleDraft): string =>
  [
    `${effect} ${whatText(what)}`,
    scope.type === 'everywhere' ? 'everywhere' : `in this ${scope.type}`,
    ...(agent === null ? [] : [`for ${agent}`]),
    ...(effect === 'allow' ? [`up to risk ${riskMax}`] : []),
    ...(expiresAt === null ? [] : [`until ${new Date(expiresAt).toISOString()}`]),
  ].join(', ')
