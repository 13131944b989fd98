import * as v from 'valibot'
import { CLIENT_COMMAND_LENGTH, CLIENT_VARIABLES } from '../../limits.ts'
import { refusal } from './refusal.ts'

const text = v.pipe(
  v.string(),
  v.check((value) => !value.includes('\0'), 'holds a NUL'),
)

/** What `terminal/create` says of a command. */
export const CommandParams = v.object({
  command: v.pipe(text, v.nonEmpty()),
  args: v.nullish(v.array(text)),
  env: v.nullish(v.pipe(v.array(v.object({ name: text, value: text })), v.maxLength(CLIENT_VARIABLES))),
})

/**
 * The one command line that is shown, asked about and run by `/bin/sh`. Without `args`, `command` is such a line
 * already: agents send "npm test" as one. What differs from the agent's own environment stands before it, since a
 * variable can change all that a command does.
 * @throws {RequestError} `terminal.form`
 */
export function commandLine({ command, args, env }: v.InferOutput<typeof CommandParams>): string {
  const words = args?.length ? [command, ...args].map(quoted).join(' ') : command
  const variables = (env ?? []).map(({ name, value }) => {
    if (!/^[A-Za-z_]\w*$/.test(name)) throw refusal('terminal.form', 'The name of a variable is not one.')
    return `${name}=${quoted(value)}`
  })
  // A line may be a whole script: `export` holds for all of it, a mere prefix for its first command only.
  const line = variables.length === 0 ? words : `export ${variables.join(' ')}; ${words}`
  if (line.length > CLIENT_COMMAND_LENGTH) throw refusal('terminal.form', 'The command is too long.')
  return line
}

/** A word that `/bin/sh` takes as it is. */
function quoted(word: string): string {
  return /^[\w@%+:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}
