import type { AgentOption, SessionAgent, SessionState, Turn } from '@hearth/shared/session'
import { aMessage, anId, aSessionAgent, aState, aTool, aTurn } from '../../app/testing/build.ts'
import { type FakeHost, type FakeHostOptions, fakeHost } from '../../app/testing/fake-host.ts'
import { AGENTS } from './host-agents.ts'
import { SESSION } from './session-id.ts'

const choice = (
  value: string,
  name: string,
  group: string | null = null,
  description: string | null = null,
) => ({
  ...{ value, name, description, group },
})

const models = ['Anthropic', 'OpenAI', 'Google', 'Mistral'].flatMap((group) =>
  ['small', 'medium', 'large', 'reasoning'].map((size) =>
    choice(`${group.toLowerCase()}/${size}`, `${group.toLowerCase()}/${group} ${size}`, group),
  ),
)

const option = (over: Pick<AgentOption, 'id' | 'name' | 'category' | 'value' | 'choices'>): AgentOption => ({
  description: null,
  ...over,
})

const OPTIONS: readonly AgentOption[] = [
  option({
    ...{ id: 'mode', name: 'Mode', category: 'mode', value: 'build' },
    choices: [choice('build', 'Build'), choice('plan', 'Plan')],
  }),
  option({ id: 'model', name: 'Model', category: 'model', value: 'anthropic/large', choices: models }),
  option({
    ...{ id: 'effort', name: 'Reasoning', category: 'thought_level', value: 'high' },
    choices: [choice('low', 'Low'), choice('high', 'High'), choice('max', 'Max')],
  }),
]

const COMMANDS = [
  { name: 'init', description: 'Write an AGENTS.md for this project', hint: null },
  {
    name: 'review',
    description: 'Review changes of the worktree, or of a branch',
    hint: 'commit, branch or pr',
  },
  { name: 'compact', description: 'Replace the conversation by a summary of it', hint: null },
  { name: 'release-notes', description: 'Write what has changed since the last tag', hint: 'since' },
]

const opencode = (over: Partial<SessionAgent> = {}): SessionAgent =>
  aSessionAgent({
    options: [...OPTIONS],
    commands: COMMANDS,
    context: { used: 68_300, size: 200_000 },
    ...over,
  })

const waiting = (n: number, prompt: string, over: Partial<Omit<Turn, 'prompt'>> = {}): Turn =>
  aTurn({ n, prompt, state: 'queued', startedAt: null, settledAt: null, blocks: [], ...over })

const running = aTurn({
  n: 2,
  prompt: 'Now add a test for it',
  state: 'running',
  stopReason: null,
  settledAt: null,
  startedAt: Date.now() - 74_000,
  blocks: [aMessage('I am adding a test that types a name and provokes an error.', 0)],
  open: [
    aTool({
      n: 1,
      kind: 'execute',
      status: 'in_progress',
      title: 'bash: npm test',
      input: '{"command":"npm test"}',
    }),
  ],
})

const QUEUE = [
  waiting(3, 'Use the fake clock of the other tests', { state: 'steering' }),
  waiting(4, 'And then write the changelog entry for it, in the style of the others'),
  waiting(5, 'Look at the flaky test of the session store', { agent: 'codex' }),
  waiting(6, 'Commit'),
]

const busy = (over: Partial<SessionState> = {}): SessionState =>
  aState({ settled: [aTurn({ n: 1 })], current: running, queued: QUEUE, ...over })

const scene =
  (state: SessionState, agents: readonly SessionAgent[] = [opencode()], more: FakeHostOptions = {}) =>
  (): FakeHost =>
    fakeHost({
      ...{ agents: AGENTS, states: { [SESSION]: state }, sessionAgents: { [SESSION]: agents } },
      ...more,
    })

const stopping = (step: 'asked' | 'interrupted' | 'killed') =>
  scene(busy({ queued: [], current: { ...running, stopping: { step, at: Date.now(), by: anId(2) } } }))

const several = aState({
  agent: 'codex',
  settled: [
    aTurn({ n: 1 }),
    aTurn({
      n: 2,
      agent: 'claude',
      memory: 'new',
      digest: { from: 1, to: 1 },
      prompt: 'What do you think of that?',
      blocks: [aMessage('It holds, but the effect should depend on the session as well.')],
    }),
    aTurn({
      n: 3,
      memory: 'warm',
      digest: { from: 2, to: 2 },
      prompt: 'Do what it says',
      blocks: [aMessage('Done: the effect depends on the session now.')],
    }),
    aTurn({
      n: 4,
      agent: 'claude',
      memory: 'resumed',
      prompt: 'And now?',
      blocks: [aMessage('Much better.')],
    }),
  ],
})

const joined = busy({
  queued: [],
  settled: [
    aTurn({ n: 1 }),
    aTurn({
      n: 3,
      prompt: 'Use the fake clock of the other tests',
      joined: { turn: 2, block: 0 },
      blocks: [],
    }),
  ],
})

const child = (n: number, title: string, kind: 'read' | 'execute') =>
  aTool({ n, parent: 'call_1', title, kind, input: `{"command":"${title}"}` })

const subagent = aState({
  settled: [
    aTurn({
      n: 1,
      blocks: [
        aMessage('I let a sub-agent look at the callers.', 0),
        aTool({ n: 1, call: 'call_1', kind: 'other', status: 'failed', title: 'task: find all callers' }),
        child(2, 'grep -rn useEffect src', 'execute'),
        child(3, 'Read src/login.ts', 'read'),
        aMessage('There are two callers, both in the form.', 4),
      ],
    }),
  ],
})

/** A page with a bar, as small as it can be told. */
const IMAGE =
  'iVBORw0KGgoAAAANSUhEUgAAAPAAAAB4CAIAAABD1OhwAAABNUlEQVR42u3asQnAMAxFQQ+QsTxzhknjwjOYpItHMCFghLjPTSBeqXLWA9IoToCgQdAgaBA0ggZBg6BB0CBoBA2CBkGDoEHQCBoEDYIGQYOgETQIGgQNggZBI2gQNAga/gb93APSEDSCBkGDoEHQCBoEDYIGQYOgETQIGgQNggZBI+iF12zXBG2CFrQJ2kzQZoI2QQvaBC1oE7SZoM0EbYIWtAla0CZoM0GbRQgaPPiDoEHQCBoEDYIGQYOgETQIGgQNggZBI2gQNAgaAgTd28VXUhO0oBG0oAUtaEELGkELWtAIWtAIWtCCFrSgBY2gBS1oBC1oBC1oQQta0IJG0P6hQdAgaAQNggZBg6BB0AgaBA2CBkGDoBE0CBoEDYIGQSNoEDQIGgQNgkbQIGgQNAgaQUMOE476+xHJX106AAAAAElFTkSuQmCC'

const withParts = aState({
  settled: [
    {
      ...aTurn({ n: 1, blocks: [aMessage('The margin comes from the header.')] }),
      prompt: {
        ...aTurn().prompt,
        content: [
          { type: 'text', text: 'Why is there a gap above the form?' },
          { type: 'image', mimeType: 'image/png', data: IMAGE },
          {
            type: 'resource',
            resource: {
              uri: 'file:///home/alice/garden/src/header.css',
              text: '.header {\n  margin: 12px;\n}',
            },
          },
          { type: 'resource_link', uri: 'file:///home/alice/garden/notes.md', name: 'notes.md' },
        ],
      },
    },
  ],
})

const tasks = [
  { id: 'a', title: 'npm run dev', startedAt: Date.now() - 754_000, turn: 1 },
  {
    id: 'b',
    title: 'tail -f /home/alice/garden-login/logs/development.log',
    startedAt: Date.now() - 31_000,
    turn: 1,
  },
]

/** Sessions by what is told of their agents and of what waits. */
export const AGENT_STATES = {
  'session-queue': scene(busy()),
  'session-stop-asked': stopping('asked'),
  'session-stop-killed': stopping('killed'),
  'session-quiet': scene(
    busy({
      queued: [],
      current: { ...running, quiet: { since: Date.now() - 190_000, status: 'silent' } },
    }),
  ),
  'session-agents': scene(several, [
    opencode({ agent: 'codex', memory: 'new', options: [], commands: [], context: null }),
    opencode(),
    opencode({ agent: 'claude', memory: 'resumed' }),
  ]),
  'session-lost': scene(aState(), [opencode({ memory: 'replayed', context: { used: 0, size: 200_000 } })]),
  'session-joined': scene(joined),
  'session-subagent': scene(subagent),
  'session-parts': scene(withParts),
  'session-tasks': scene(aState(), [opencode({ tasks, context: { used: 181_000, size: 200_000 } })]),
  'session-offer': scene(aState()),
} as const satisfies Record<string, () => FakeHost>
