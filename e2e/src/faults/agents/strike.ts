import { kill, type Running } from '../../world/processes.ts'
import type { World } from '../../world/world.ts'
import type { Random } from '../random.ts'
import type { Strike } from './plan.ts'

const AGENT = /opencode\S* (serve|acp)|codex-acp|fake-acp/

/** Processes of agents. */
export const agentProcesses = (world: World): Running[] =>
  world.processes().filter(({ command }) => AGENT.test(command))

/** Does it; gives what was struck, in words. Resolves when what has to be started again runs. */
export const strike = async (world: World, random: Random, what: Strike): Promise<string> => {
  switch (what) {
    case 'cut':
      return `cut ${world.cutDevices()} connections`
    case 'relay':
      await world.relay.kill()
      await world.relay.start()
      return 'killed the relay'
    case 'host':
      await world.host.kill()
      await world.host.start()
      return 'killed the host'
    case 'agent': {
      const running = agentProcesses(world)
      if (running.length === 0) return 'found no agent to kill'
      const victim = random.pick(running)
      kill(victim.pid)
      return `killed ${victim.command.slice(-60)}`
    }
  }
}
