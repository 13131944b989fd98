import { PACE_MS } from './limits.ts'
import type { Step } from './script.ts'

/**
 * What the tour's model does with a prompt that holds no directive: writes the file that the prompt names,
 * runs the command in back-ticks, asks when told to ask, and else explains itself. `results` are the tool
 * results so far, so that a file can be written with what was read from it.
 */
export function naturalScript(prompt: string, results: readonly string[]): Step[] {
  const file = /(?:^|[\s"'`])((?:[\w-]+\/)*[\w-]+\.[a-z]{1,5})(?=$|[\s"'`.,!?])/i.exec(prompt)?.[1]
  const command = /`([^`\n]+)`/.exec(prompt)?.[1]
  if (file !== undefined && /\b(add|append|change|create|edit|fix|make|put|update|write)\b/i.test(prompt)) {
    return editScript(file, prompt, results[0] ?? '')
  }
  if (command !== undefined && command !== file && /\b(run|execute|try|call)\b/i.test(prompt)) {
    return [
      reason('I run what was asked for. '),
      { do: 'bash', cmd: command, escalate: false, background: false },
      ...told('The command ran. '),
    ]
  }
  if (/\bask me\b|\bquestion\b/i.test(prompt)) {
    const question: Step = {
      do: 'question',
      ask: 'Which colour should it be?',
      options: ['Amber', 'Teal', 'Plain'],
    }
    return [question, ...told('Thank you: noted. ')]
  }
  return [reason('A short answer will do. '), ...told(INTRODUCTION)]
}

function editScript(file: string, prompt: string, read: string): Step[] {
  const line = /greet|hello/i.test(prompt) ? 'Hello from Hearth!' : 'A line added from your side panel.'
  const content = [...linesOf(read), line].join('\n')
  return [
    reason(`I look at ${file} first, then add one line. `),
    { do: 'read', path: file },
    { do: 'write', path: file, content: `${content}\n` },
    ...told(`I added this line to \`${file}\`:\n\n> ${line}\n\nReview the change before you keep it.`),
  ]
}

/** The lines of a file in an agent's numbered listing; none when the file could not be read. */
function linesOf(listing: string): string[] {
  return listing.split('\n').flatMap((line) => /^\s*\d+(?:\||: |\t|→)\s?(.*)$/.exec(line)?.[1] ?? [])
}

function reason(text: string): Step {
  return { do: 'reason', n: 1, delay: PACE_MS, say: text }
}

function told(text: string): Step[] {
  return [{ do: 'text', n: 1, delay: PACE_MS, say: text }]
}

const INTRODUCTION = `## Hello

I am the **scripted model** of the tour: no key, no internet, the same answer every time. The agent around me is the real one.

Things to try:

- \`Add a greeting to hello.txt\`: a permission request, then a changed file
- \`\` Run \`git status\` \`\`: a permission request for a command
- \`Ask me a question\`: a choice with buttons

\`\`\`sh
hearth remote watch
\`\`\`
`
