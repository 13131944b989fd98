import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { PromptOutcome } from '@hearth/shared/link'
import { isSettled, type Turn } from '@hearth/shared/session'
import type { Device } from '../world/device.ts'
import { kill } from '../world/processes.ts'
import { answerOf, type Transcript } from '../world/transcript.ts'
import { until } from '../world/wait.ts'
import type { World } from '../world/world.ts'
import type { Plan, Victim } from './plan.ts'

/** Longest wait for the moment of a kill, in ms: some moments never come. */
const MOMENT_MS = 6_000
/** Longest wait for an admission or a settled turn, in ms: restarts with back-off, on a busy machine. */
const RECOVER_MS = 60_000

/** How a run went. `problems` are broken promises. */
export interface Outcome {
  readonly state: Turn['state']
  readonly retried: boolean
  readonly asked: number
  readonly problems: readonly string[]
}

/** Where a run happens. */
export interface Stage {
  readonly world: World
  readonly device: Device
  readonly session: string
  readonly transcript: Transcript
}

/** Sends one prompt, kills what the plan says, waits for the recovery and checks what was promised. */
export const runPlan = async (stage: Stage, plan: Plan): Promise<Outcome> => {
  const { world, device, session, transcript } = stage
  const { id, outcome } = await device.link.prompt(session, [{ type: 'text', text: plan.prompt }])
  let admitted: PromptOutcome | undefined
  void outcome.then((said) => {
    admitted = said
  })
  const turn = (): Turn | undefined => {
    const { state } = transcript
    if (state === null) return undefined
    const all = [...state.settled, ...(state.current === null ? [] : [state.current]), ...state.queued]
    return all.find(({ prompt, retryOf }) => prompt.id === id && retryOf === null)
  }
  await reach(plan, () => ({ admitted: admitted !== undefined, turn: turn() }))
  for (const victim of new Set(plan.victims)) await strike(world, victim)

  await until('the prompt to be admitted', () => admitted, { ms: RECOVER_MS })
  if (admitted?.state !== 'admitted')
    return { state: 'failed', retried: false, asked: 0, problems: ['the prompt was refused'] }
  const settled = await until(
    'the turn to settle',
    () => {
      const now = turn()
      return now !== undefined && isSettled(now.state) ? now : undefined
    },
    { ms: RECOVER_MS, explain: () => `it is ${turn()?.state}` },
  )
  const retry = settled.state === 'unknown' ? await resolve(stage, settled, plan) : null
  const asked = world.asked(plan.marker)
  return {
    state: settled.state,
    retried: retry !== null,
    asked,
    problems: judge(stage, plan, settled, retry, asked),
  }
}

const reach = async (
  plan: Plan,
  look: () => { admitted: boolean; turn: Turn | undefined },
): Promise<void> => {
  const end = Date.now() + MOMENT_MS
  await until('the moment', () => {
    const { admitted, turn } = look()
    if (Date.now() > end || (turn !== undefined && isSettled(turn.state))) return true
    switch (plan.moment) {
      case 'sent':
      case 'some time':
        return true
      case 'admitted':
        return admitted
      case 'text':
        return turn !== undefined && answerOf(turn).length > 40
      case 'running':
        return turn !== undefined && ['running', 'waiting'].includes(turn.state)
      default:
        return turn?.state === plan.moment
    }
  })
  const wait = plan.moment === 'some time' ? plan.delay * 4 : plan.delay
  if (wait > 0) await new Promise((next) => setTimeout(next, wait))
}

const strike = async (world: World, victim: Victim): Promise<void> => {
  switch (victim) {
    case 'relay':
      await world.relay.kill()
      return world.relay.start()
    case 'host':
      await world.host.kill()
      await world.host.start()
      return
    case 'opencode': {
      const server = world.processes().find(({ command }) => /opencode\S* serve/.test(command))
      if (server !== undefined) kill(server.pid)
    }
  }
}

const resolve = async (
  { device, session, transcript }: Stage,
  { n }: Turn,
  plan: Plan,
): Promise<Turn | null> => {
  await device.link.live(RECOVER_MS)
  const { retriedAs } = await device.link.call('resolve', { session, turn: n, choice: plan.choice })
  return retriedAs === null ? null : transcript.settles(retriedAs, RECOVER_MS)
}

const judge = (stage: Stage, plan: Plan, turn: Turn, retry: Turn | null, asked: number): string[] => {
  const problems: string[] = []
  const most = retry === null ? 1 : 2
  if (asked > most) problems.push(`the model was asked ${asked} times`)
  if (turn.state === 'completed' && asked < 1) problems.push('completed, and the model was never asked')
  for (const each of [turn, ...(retry === null ? [] : [retry])]) {
    if (each.state === 'completed' && answerOf(each) !== plan.answer)
      problems.push(
        `turn ${each.n} is completed with another answer: ${JSON.stringify(answerOf(each).slice(-60))}`,
      )
    if (each.state === 'cancelled') problems.push(`turn ${each.n} was cancelled by nobody`)
  }
  const last = retry ?? turn
  if (plan.asks && last.state === 'completed') {
    const file = join(stage.transcript.state?.place.path ?? '', `${plan.marker}.txt`)
    if (!existsSync(file) || readFileSync(file, 'utf8').trim() !== plan.marker)
      problems.push('the file is not there')
  }
  problems.push(...stage.transcript.faults)
  return problems
}
