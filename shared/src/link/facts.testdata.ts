import type { PermissionFacts } from '../session/index.ts'

/** What a host says of a request to list files. */
export const SAMPLE_FACTS: PermissionFacts = {
  v: 1,
  hostId: 'aa'.repeat(16),
  reqId: 'bb'.repeat(16),
  session: 'cc'.repeat(16),
  turn: 1,
  agent: 'opencode',
  tool: { name: 'bash', kind: 'execute', call: null },
  action: { type: 'command', command: 'ls', argv: ['ls'], parts: [] },
  cwd: { path: '/home/alice', dev: '1', ino: '2' },
  envDelta: {},
  files: [],
  risk: 3,
  reasons: [],
  provenance: 'user',
  offers: [0x01, 0x10],
  suggestions: [],
  agentWords: '',
  createdAt: 1,
  policyEpoch: 1,
}
