import { naturalScript } from './natural.ts'
import { isCall, parseScript, type Step } from './script.ts'
import type { Ask } from './types.ts'

/** What one model response consists of, and the person's words that it answers. */
export type Plan = { prompt: string; steps: Step[]; auxiliary: boolean; results: number }

/**
 * Decides a response from the transcript alone, so that a restarted model continues where it was: the script
 * of the last prompt is cut at its tool calls, and as many cuts are skipped as results have come back since.
 * A request without tools is an auxiliary call of the agent, such as for a title.
 */
export function planFor(ask: Ask): Plan {
  const { prompt, results } = lastPrompt(ask)
  if (ask.tools.length === 0)
    return { prompt, steps: [say(titleOf(prompt))], auxiliary: true, results: results.length }
  const script = parseScript(prompt)
  const steps = script.length > 0 ? script : naturalScript(prompt, results)
  return { prompt, steps: segment(steps, results.length), auxiliary: false, results: results.length }
}

function say(text: string, delay = 0): Step {
  return { do: 'text', n: 1, delay, say: text }
}

/** The part of a script between tool call `index - 1` and tool call `index`, that call and those with it included. */
function segment(steps: Step[], index: number): Step[] {
  const segments: Step[][] = [[]]
  for (const step of steps) {
    segments.at(-1)?.push(step)
    if (isCall(step)) segments.push([])
  }
  const chosen = [...(segments[index] ?? [])]
  for (let next = index + 1; chosen.at(-1)?.more === true; next++)
    chosen.push(...(segments[next] ?? [say('')]))
  return chosen.length > 0 ? chosen : [say(index === 0 ? 'ok' : 'Done.')]
}

function lastPrompt(ask: Ask): { prompt: string; results: string[] } {
  const results: string[] = []
  for (const item of ask.items.toReversed()) {
    if (item.kind === 'result') results.unshift(item.text)
    const prompt = item.kind === 'user' ? ownWords(item.text) : ''
    if (prompt !== '') return { prompt, results }
  }
  return { prompt: '', results }
}

/**
 * A prompt without what is wrapped around it: the record of what others did, and agents' reminders; a steering prompt
 * arrives inside one of those.
 */
function ownWords(text: string): string {
  return text
    .replace(/<session-record>[\s\S]*?<\/session-record>/g, '')
    .replace(/<system-reminder>([\s\S]*?)<\/system-reminder>/g, (_, inner: string) => {
      const steered = /user sent the following message:\s*([\s\S]*?)\n\s*Please address/.exec(inner)
      return steered?.[1] ?? ''
    })
    .trim()
}

function titleOf(prompt: string): string {
  const words = prompt
    .replace(/\[\[[\s\S]*\]\]/g, '')
    .replace(/^Generate a title[^\n]*/i, '')
    .trim()
  return words === '' ? 'Scripted title' : words.split(/\s+/).slice(0, 7).join(' ').slice(0, 60)
}
