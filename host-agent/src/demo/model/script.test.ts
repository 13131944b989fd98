import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseScript } from './script.ts'

describe('the script language', () => {
  it('reads directives in their order and leaves other words alone', () => {
    const steps = parseScript('please [[reason n=2]] then [[text n=3 delay=4]] and [[dance]] [[stall]]')
    expect(steps).toEqual([
      { do: 'reason', n: 2, delay: 0, say: undefined },
      { do: 'text', n: 3, delay: 4, say: undefined },
      { do: 'stall' },
    ])
  })

  it('reads a plan, and how far it is', () => {
    expect(parseScript('[[plan items="Look|Change|Test" done=1]]')).toEqual([
      { do: 'plan', items: ['Look', 'Change', 'Test'], done: 1 },
    ])
  })

  it('reads a call of any tool, with its arguments', () => {
    expect(
      parseScript('[[call tool=ExitPlanMode args="{\\"plan\\":\\"one\\"}"]] [[call tool=x args=no]]'),
    ).toEqual([
      { do: 'call', tool: 'ExitPlanMode', args: { plan: 'one' } },
      { do: 'call', tool: 'x', args: {} },
    ])
  })

  it('keeps a directive that is quoted inside another', () => {
    expect(parseScript('[[subagent prompt="[[bash cmd=\\"echo hi\\"]]"]]')).toEqual([
      { do: 'subagent', prompt: '[[bash cmd="echo hi"]]' },
    ])
  })

  it('never throws and stays within its bounds, whatever it is given', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(), (text, n) => {
        for (const step of parseScript(`${text}[[text n=${n}]]${text}`)) {
          if (step.do === 'text') expect(step.n).toBeLessThanOrEqual(20_000)
        }
      }),
    )
  })
})
