/** Names that are the host agent's own and no business of an agent. */
const OURS = /^HEARTH_/

/**
 * The environment of an agent's process: the person's own, less everything of ours, plus what the catalog sets
 * for that agent. A setting of `null` removes a variable.
 */
export function agentEnvironment(
  person: Readonly<Record<string, string | undefined>>,
  settings: Readonly<Record<string, string | null>> = {},
): Record<string, string> {
  const environment: Record<string, string> = {}
  for (const [name, value] of Object.entries(person)) {
    if (value !== undefined && !OURS.test(name)) environment[name] = value
  }
  for (const [name, value] of Object.entries(settings)) {
    if (value === null) delete environment[name]
    else environment[name] = value
  }
  return environment
}
