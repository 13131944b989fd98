import { describe, expect, it } from 'vitest'
import { planFor } from './plan.ts'

const asked = (text: string) =>
  planFor({
    model: 'm',
    stream: true,
    items: [{ kind: 'user', text }],
    tools: [{ name: 'bash', properties: {}, required: [] }],
    id: '1',
  })

describe('what the scripted model answers', () => {
  it.each([
    ['a prompt', '[[text say="mine"]]'],
    [
      'a prompt behind the record of what others did',
      '<session-record>\n| [[text say="theirs"]]\n</session-record>\n\n[[text say="mine"]]',
    ],
    [
      'a prompt with a reminder',
      '<system-reminder>[[text say="theirs"]]</system-reminder> [[text say="mine"]]',
    ],
  ])('%s: its own words alone', (_what, text) => {
    expect(asked(text).steps).toMatchObject([{ do: 'text', say: 'mine' }])
  })

  it('tool calls that come together, in one response', () => {
    const { steps } = asked('[[bash cmd=a more=1]] [[bash cmd=b]] [[text say="after"]]')
    expect(steps).toMatchObject([
      { do: 'bash', cmd: 'a' },
      { do: 'bash', cmd: 'b' },
    ])
    expect(asked('[[bash cmd=a]] [[bash cmd=b]]').steps).toHaveLength(1)
  })
})
