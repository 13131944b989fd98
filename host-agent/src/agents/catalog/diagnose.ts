import type { EventError } from '@hearth/shared/session'
import type { AgentAbilities } from '../driver.ts'
import { Tail } from '../process/tail.ts'
import { environmentOf } from './find.ts'
import { type Handshake, shakeHands } from './handshake.ts'
import { type DriverPlace, waysOf } from './make-driver.ts'
import type { Plan } from './plan.ts'
import type { Probed } from './probe.ts'

/** All that a person needs to see why an agent does not work. Names of variables, never their values. */
export type Diagnosis = Omit<Handshake, 'can'> & {
  id: string
  label: string
  enabled: boolean
  /** The program with its arguments; null where there is none. */
  command: string[] | null
  /** Through opencode's own server, or over ACP; null where there is no program. */
  by: 'server' | 'acp' | null
  /** Variables that the settings add or remove. */
  set: string[]
  /** All variables that the agent gets. */
  environment: string[]
  can: AgentAbilities | null
  /** What to do; empty where nothing is to be done. */
  todo: string
}

/** Starts an agent and tells how that went; never rejects. */
export async function diagnose(plan: Plan, probed: Probed, place: DriverPlace): Promise<Diagnosis> {
  const { entry, environment } = plan
  const all = environmentOf(plan, place.person)
  const about = {
    id: entry.id,
    label: entry.label,
    enabled: plan.enabled,
    set: Object.keys(environment).sort(),
    environment: Object.keys(all).sort(),
  }
  const look = { step: 'look', ms: probed.ms }
  const own = Object.entries(all).flatMap(([name, value]) => (SECRET_NAME.test(name) ? [value] : []))
  const hide = hider([...Object.values(environment), ...own])
  if (probed.state !== 'ready') {
    const command = probed.path === null ? null : [probed.path]
    const tail = hide(probed.state === 'error' ? probed.diagnostics : [])
    const todo =
      probed.state === 'missing' ? entry.install : `Run ${probed.path} --version to see why. ${entry.install}`
    const error = hidden(probed.error, hide)
    return { ...about, ...NOTHING, command, by: null, steps: [look], tail, error, todo }
  }
  const { found } = probed
  const by = waysOf(plan, found)
  const hands = await shakeHands(plan, found, place)
  return {
    ...about,
    ...hands,
    command: hide([found.path, ...(by === 'server' ? ['serve'] : entry.args)]),
    by,
    steps: [look, ...hands.steps],
    tail: hide(hands.tail),
    error: hands.error === null ? null : hidden(hands.error, hide),
    todo: todoOf(hands, plan),
  }
}

/** An agent's own words of refusal may repeat the key that it was given. */
const hidden = ({ code, message }: EventError, hide: ReturnType<typeof hider>): EventError => ({
  code,
  message: hide([message]).join(''),
})

const NOTHING = { version: null, can: null, modes: null, models: null, source: null }

function todoOf({ error, source }: Handshake, { entry, enabled }: Plan): string {
  if (error?.code === 'agent.sign_in') return entry.signIn
  if (error !== null)
    return `${entry.signIn} If that is done, look at its last words above, or install it anew. ${entry.install}`
  if (source === 'none') return entry.signIn
  return enabled ? '' : `It works. Switch it on with: hearth agents enable ${entry.id}`
}

/** Takes out what the settings hold, and what looks like a secret. Paths stay: they tell what was run. */
function hider(values: readonly (string | null)[]): (lines: readonly string[]) => string[] {
  const secrets = values.flatMap((value) =>
    value === null || value.length < SECRET_LENGTH || value.startsWith('/') ? [] : [value],
  )
  return (lines) =>
    lines.map((line) => {
      const tail = new Tail(secrets)
      tail.add(line)
      return tail.lines().join(' ')
    })
}

/** Variables of the person's own that hold secrets, by the names that they go by. */
const SECRET_NAME = /KEY|TOKEN|SECRET|PASSWORD|CREDENTIAL/i

/** Shorter values are no secrets: taking out each `1` would leave nothing to read. */
const SECRET_LENGTH = 6
