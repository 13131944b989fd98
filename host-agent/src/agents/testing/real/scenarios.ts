import { fileURLToPath } from 'node:url'
import type { RealAgentId, Recipe } from './recipe.ts'
import { isAsked, type Stage } from './stage.ts'

/** One thing tried with an agent. `run` starts in an open session and ends when all of it has been said. */
export type Scenario = {
  name: string
  /** Only for agents that ask. */
  asks?: true
  /** Only for these, because it is of their own making. */
  agents?: readonly RealAgentId[]
  run(stage: Stage): Promise<void>
}

/** Whether a scenario says anything about an agent. */
export function applies({ asks, agents }: Scenario, recipe: Recipe): boolean {
  return (asks !== true || recipe.asks) && (agents?.includes(recipe.id) ?? true)
}

/** Asks to leave the sandbox, where an agent has one. */
const bash = (cmd: string) => `[[bash cmd="${cmd}" esc=1]]`
const isMessage = (update: Record<string, unknown>) => update.sessionUpdate === 'agent_message_chunk'

/** A turn in which everything asked for is answered with one kind. */
function turn(name: string, content: string | object[], kind = 'allow_once'): Scenario {
  return {
    name,
    async run(stage) {
      await stage.promptAnswering(content, kind)
      await stage.peer.quiet()
    },
  }
}

/** A red dot, as a person's screenshot would come. */
const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg=='

const resource = { uri: 'file:///repo/notes.md', mimeType: 'text/markdown', text: '# Notes\n' }

/** An MCP server with a tool `add`. */
const NOTES = {
  name: 'notes',
  command: process.execPath,
  args: [fileURLToPath(new URL('mcp-server.js', import.meta.url))],
  env: [],
}

/** What is tried in one process, each in a session of its own. */
export const SCENARIOS: readonly Scenario[] = [
  turn('text', '[[text n=3]]'),
  turn('reasoning', '[[reason n=3]] [[text n=2]]'),
  turn('command-allowed', `${bash('echo hi > made.txt && echo done')} [[text n=2]]`),
  turn('command-failed', `${bash('echo broken; exit 3')} [[text n=1]]`),
  turn('command-rejected', `${bash('echo no > denied.txt')} [[text n=2]]`, 'reject_once'),
  {
    name: 'command-always',
    async run(stage) {
      await stage.promptAnswering(`${bash('touch again.txt')} [[text n=1]]`, 'allow_always')
      await stage.promptAnswering(`${bash('touch again.txt')} [[text n=1]]`, 'allow_once')
      await stage.peer.quiet()
    },
  },
  {
    name: 'mcp-tool',
    // The others do not offer their model what a session is opened with.
    agents: ['claude', 'codex', 'codex-new'],
    async run(stage) {
      await stage.open([NOTES])
      await stage.peer.quiet()
      const tool = stage.recipe.id === 'claude' ? 'mcp__notes__add' : 'mcp__notes.add'
      await stage.promptAnswering(`[[call tool=${tool} args={"text":"hi"}]] [[text n=1]]`, 'allow_once')
      await stage.peer.quiet()
    },
  },
  turn('edit-allowed', '[[write path=new.txt content="one\\ntwo\\n"]] [[text n=2]]'),
  turn('edit-rejected', '[[write path=other.txt content="one\\n"]] [[text n=2]]', 'reject_once'),
  turn('read', '[[read path=hello.txt]] [[text n=1]]'),
  {
    name: 'cancel-streaming',
    async run(stage) {
      const { done } = stage.begin('[[slow n=200 delay=30]]')
      await stage.update((update) => isMessage(update) && JSON.stringify(update).includes('w1'))
      stage.cancel()
      await done
      await stage.peer.quiet()
      await stage.prompt('[[text n=1]] after')
      await stage.peer.quiet()
    },
  },
  {
    name: 'cancel-asking',
    asks: true,
    async run(stage) {
      const { done } = stage.begin(`${bash('echo late > late.txt')} [[text n=1]]`)
      const request = await stage.asked()
      stage.cancel()
      // The protocol wants the client to answer what is open; whether the agent waits for that shows in `wait`.
      const outcome = await Promise.race([
        done.then(() => 'settled'),
        stage.peer.quiet().then(() => 'waits for the answer'),
      ])
      if (outcome !== 'settled') stage.peer.reply(request, { outcome: { outcome: 'cancelled' } })
      await done
      await stage.peer.quiet()
    },
  },
  {
    name: 'cancel-command',
    async run(stage) {
      const { done } = stage.begin(`${bash('touch begun.txt; sleep 60')} [[text n=1]]`)
      await stage.said(/request_permission|in_progress/)
      await stage.peer.quiet()
      const asked = stage.taken().find(isAsked)
      if (asked) stage.decide(asked.msg, 'allow_once')
      await stage.peer.quiet()
      stage.cancel()
      await done
      await stage.peer.quiet()
    },
  },
  turn('error-400', '[[error code=400]]'),
  turn('error-500-once', '[[error code=500 times=1]] [[text n=1]] once'),
  {
    name: 'plan',
    async run(stage) {
      await stage.promptAnswering(
        '[[plan items="Look|Change|Test" done=0]] [[plan items="Look|Change|Test" done=2]] [[text n=1]]',
        'allow_once',
      )
      await stage.peer.quiet()
    },
  },
  {
    name: 'plan-approval',
    agents: ['claude', 'qwen'],
    async run(stage) {
      await stage.ask('session/set_mode', { modeId: 'plan' })
      const args = '{\\"plan\\":\\"1. Look\\\\n2. Change\\"}'
      const tool = stage.recipe.id === 'claude' ? 'ExitPlanMode' : 'exit_plan_mode'
      await stage.promptAnswering(`[[call tool=${tool} args="${args}"]] [[text n=1]]`, 'allow_once')
      await stage.peer.quiet()
    },
  },
  turn('question', '[[question ask="Which colour?" options="Amber|Teal"]] [[text n=1]]'),
  turn('subagent', '[[subagent prompt="[[bash cmd=\\"mkdir sub\\" esc=1]] [[text n=2]]"]] [[text n=1]]'),
  {
    name: 'background',
    async run(stage) {
      await stage.promptAnswering(
        '[[bash cmd="mkdir bg; sleep 1; echo later" bg=1 esc=1]] [[text n=1]]',
        'allow_once',
      )
      await stage.peer.quiet(1_800)
    },
  },
  {
    name: 'background-stop',
    agents: ['qwen'],
    async run(stage) {
      await stage.promptAnswering(
        `[[bash cmd="mkdir stopped; sleep 120" bg=1 esc=1]] [[text n=1]]`,
        'allow_once',
      )
      await stage.peer.quiet()
      const said = JSON.stringify(stage.taken().map(({ msg }) => msg))
      const [, task] = /id: (bg_\w+)/.exec(said) ?? []
      await stage.ask('qwen/control/session/task/cancel', { taskId: task, taskKind: 'shell' })
      await stage.peer.quiet(1_800)
    },
  },
  turn('image', [
    { type: 'text', text: '[[text n=1]]' },
    { type: 'image', mimeType: 'image/png', data: PNG },
  ]),
  turn('resource', [
    { type: 'text', text: '[[text n=1]]' },
    { type: 'resource', resource },
    { type: 'resource_link', uri: 'file:///repo/hello.txt', name: 'hello.txt' },
  ]),
  {
    name: 'prompt-while-running',
    async run(stage) {
      const first = stage.begin('[[slow n=12 delay=60]]')
      await stage.update(isMessage)
      const second = stage.begin('[[text say="second"]]')
      await Promise.all([first.done, second.done])
      await stage.peer.quiet()
    },
  },
  {
    name: 'steer',
    async run(stage) {
      const first = stage.begin('[[slow n=12 delay=60]]')
      await stage.update(isMessage)
      const prompt = [{ type: 'text', text: '[[text say="steered"]]' }]
      await stage.ask('_session/steering', { prompt })
      await first.done
      await stage.peer.quiet()
    },
  },
  {
    name: 'steer-idle',
    agents: ['claude', 'codex-new'],
    async run(stage) {
      const prompt = [{ type: 'text', text: '[[text say="steered"]]' }]
      await stage.ask('_session/steering', {
        prompt,
        _meta: { steering: { idleBehavior: 'promptRequired' } },
      })
    },
  },
  {
    name: 'steer-command',
    agents: ['claude', 'codex-new'],
    async run(stage) {
      const { done } = stage.begin(`${bash('mkdir steered; sleep 2')} [[text n=2]]`)
      stage.decide(await stage.asked(), 'allow_once')
      await stage.peer.quiet()
      await stage.ask('_session/steering', { prompt: [{ type: 'text', text: '[[text say="steered"]]' }] })
      await done
      await stage.peer.quiet()
    },
  },
  {
    name: 'steer-asking',
    agents: ['claude', 'codex-new'],
    async run(stage) {
      const { done } = stage.begin(`${bash('mkdir asking')} [[text n=2]]`)
      const request = await stage.asked()
      await stage.ask('_session/steering', { prompt: [{ type: 'text', text: '[[text say="steered"]]' }] })
      await stage.peer.quiet()
      stage.decide(request, 'allow_once')
      await done
      await stage.peer.quiet()
    },
  },
  {
    name: 'steer-fetched',
    agents: ['qwen'],
    async run(stage) {
      stage.midTurn = ['[[text say="steered"]]']
      await stage.promptAnswering(`${bash('echo first')} [[text n=2]]`, 'allow_once')
      await stage.peer.quiet()
      stage.midTurn = []
    },
  },
]
