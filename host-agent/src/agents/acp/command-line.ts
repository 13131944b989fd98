/** A process that is a shell with a script, or a sandbox that runs one. */
const SHELL = /(?:^| -- )(?:\/\S*\/)?(?:ba|z|da|k)?sh -l?c ([\s\S]+)$/

/**
 * Of the commands that an agent told, the one that a process with this command line runs; undefined where it is none of
 * them for certain. It is the process's whole command line or its shell's whole script, or stands whole in what an agent
 * puts around each of its commands: a quoted `eval` (Claude Code), or lines of their own in parentheses (Gemini CLI).
 * Of several the longest, as a command may have another's text in it. The index in `told`.
 */
export function toldFor(line: string, told: readonly string[]): number | undefined {
  const script = SHELL.exec(line)?.[1]
  let best: number | undefined
  for (const [index, command] of told.entries()) {
    const text = command.trim()
    if (text === '' || (best !== undefined && text.length <= (told[best] ?? '').trim().length)) continue
    if (line === text || (script !== undefined && isScriptOf(script, text))) best = index
  }
  return best
}

function isScriptOf(script: string, command: string): boolean {
  if (script === command) return true
  const quoted = ["'\\''", `'"'"'`].map((quote) => ` eval '${command.replaceAll("'", quote)}' `)
  return [...quoted, `' EXIT\n${command}\n)\n`].some((part) => script.includes(part))
}
