import type { RequestView } from '@hearth/shared/link'
import { aCommand, aDevice, anAsked, anId, aRequest } from '../../app/testing/build.ts'
import type { FakeHostOptions } from '../../app/testing/fake-host.ts'

const PLAN = `## Keep the name in the form

1. Read \`src/login.ts\` and find where the state is reset.
2. Move the state **above** the form, so that a render keeps it.
3. Add a test that types a name and renders again.

I won't touch the styles.

\`\`\`ts
const [name, setName] = useState('')
\`\`\`
`

const base = { description: null, required: true } as const

/** A request of each kind, with what a host needs to be to show it. */
export const KINDS: Readonly<Record<string, readonly [RequestView, FakeHostOptions?]>> = {
  plan: [anAsked('plan', { plan: PLAN })],
  form: [
    anAsked('form', {
      message: 'The issue tracker needs to know where to file this.',
      fields: [
        {
          ...base,
          type: 'text',
          name: 'title',
          label: 'Title',
          format: null,
          minLength: 3,
          maxLength: 80,
          initial: 'Login forgets the name',
        },
        {
          ...base,
          type: 'text',
          name: 'mail',
          label: 'Mail for news',
          required: false,
          description: 'Only used for this issue.',
          format: 'email',
          minLength: null,
          maxLength: null,
          initial: null,
        },
        {
          ...base,
          type: 'number',
          name: 'weight',
          label: 'Weight',
          required: false,
          integer: true,
          min: 1,
          max: 5,
          initial: 3,
        },
        { ...base, type: 'boolean', name: 'urgent', label: 'Urgent', required: false, initial: null },
        {
          ...base,
          type: 'choice',
          name: 'area',
          label: 'Area',
          multiple: false,
          choices: [
            { value: 'ui', label: 'Interface' },
            { value: 'api', label: 'API' },
          ],
          initial: [],
        },
      ],
    }),
  ],
  unknown: [
    anAsked('unknown', {
      source: 'opencode: session/elicit_v9',
      detail: '{"title":"Proceed?","style":"danger","options":[{"id":1,"label":"Sure"}]}',
    }),
  ],
  mcp: [
    aRequest({
      facts: {
        tool: { name: 'github_create_issue', kind: 'other', call: 'call_5' },
        action: {
          type: 'mcp',
          server: 'github',
          tool: 'create_issue',
          input:
            '{"repo":"alice/garden","title":"Login forgets the name","labels":["bug","login"],"body":"It resets its state.\\nSee src/login.ts."}',
        },
        reasons: ['It uses a tool of an MCP server, which may reach anywhere'],
        agentWords: 'File an issue for this',
      },
    }),
  ],
  mode: [
    aRequest({
      facts: {
        tool: { name: 'switch_mode', kind: 'switch_mode', call: null },
        action: {
          type: 'mode',
          from: 'default',
          to: 'bypassPermissions',
          detail: 'Bypass all permission checks for this session',
        },
        risk: 4,
        reasons: ['In another mode the agent may no longer ask'],
        agentWords: 'So that I can work faster',
      },
    }),
  ],
  compound: [
    aRequest({
      facts: {
        action: {
          type: 'command',
          command: 'cd web && npm ci && npm test -- --run | tee "$(mktemp)"',
          argv: null,
          parts: ['cd web', 'npm ci', 'npm test -- --run', 'tee "$(mktemp)"', 'mktemp'],
        },
        reasons: ['It is more than one command', 'It uses the network'],
        agentWords: 'Install and test',
      },
    }),
  ],
  rule: [
    aRequest({
      facts: {
        offers: [0x01, 0x02, 0x10],
        suggestions: [
          { type: 'command', words: ['npm', 'test', '--', 'login'], rest: 'nothing' },
          { type: 'command', words: ['npm', 'test'], rest: 'operands' },
          { type: 'command', words: ['npm'], rest: 'anything' },
        ],
      },
    }),
  ],
  low: [
    aRequest({
      facts: {
        action: aCommand('npm run lint'),
        risk: 2,
        reasons: ['It runs a command of your own list'],
        offers: [0x01, 0x02, 0x10],
        suggestions: [{ type: 'command', words: ['npm', 'run', 'lint'], rest: 'nothing' }],
      },
    }),
  ],
  passkey: [
    aRequest({ facts: { risk: 3 } }),
    {
      device: aDevice({ riskMax: 2 }),
      script: {
        call: (name) =>
          name === 'passkey-begin'
            ? { challenge: new Uint8Array(32), open: true, known: ['a2V5'] }
            : undefined,
      },
    },
  ],
  paused: [
    aRequest(),
    {
      guard: {
        paused: { at: Date.now() - 180_000, by: { id: anId(9), name: 'alice’s phone' }, why: 'person' },
      },
    },
  ],
  'shut-out': [aRequest(), { guard: { shutOut: true } }],
}
