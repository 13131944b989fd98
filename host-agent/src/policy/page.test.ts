import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { STARTERS, type Starter } from './starters.ts'

const page = readFileSync(new URL('../../../docs/policy.md', import.meta.url), 'utf8')

type What = Starter['rules'][number]['what']
const FOLLOWS = { nothing: '', operands: ' …', anything: ' ***' } as const

const written = (what: What): string => {
  switch (what.type) {
    case 'command':
      return `\`${what.words.join(' ')}${FOLLOWS[what.rest]}\``
    case 'edit':
    case 'access':
      return `${what.type} \`${what.paths.join(' ')}\``
    default:
      throw new Error(`docs/policy.md has no way to write ${what.type}`)
  }
}

const section = ({ id, title, description, standard, rules }: Starter): string => {
  const lines = rules.map(({ effect, what, riskMax }) => ({
    kind: `${effect}s up to risk ${riskMax}`,
    text: written(what),
  }))
  const kinds = [...new Set(lines.map(({ kind }) => kind))]
  const said = kinds.map((kind) => {
    const texts = lines.filter((line) => line.kind === kind).map(({ text }) => text)
    return `- ${kind}: ${texts.join(', ')}`
  })
  return [`### ${title} (\`${id}\`, ${standard ? 'on' : 'off'})`, '', description, '', ...said].join('\n')
}

it('docs/policy.md has every starter set as it is', () => {
  const due = STARTERS.map(section).join('\n\n')
  const start = '<!-- starters -->\n'
  const said = page.slice(page.indexOf(start) + start.length, page.indexOf('\n<!-- /starters -->'))
  expect(said).toBe(due)
})

it('only reading is on without the owner having said so', () => {
  expect(STARTERS.filter(({ standard }) => standard).map(({ id }) => id)).toEqual(['read-only'])
  const most = STARTERS.flatMap(({ standard, rules }) => (standard ? rules : []))
  for (const { what, riskMax } of most) {
    expect(what.type === 'access' ? [2, ['**']] : [1, null]).toEqual([
      riskMax,
      what.type === 'access' ? what.paths : null,
    ])
  }
})
