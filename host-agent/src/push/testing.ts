import type { PushWishes } from '@hearth/shared/protocol'
import type { AskedRequest, PendingRequest, PermissionFacts } from '@hearth/shared/session'
import type { Device } from '../identity/devices.ts'

const REQUEST = '5'.repeat(32)
const SESSION = '6'.repeat(32)

/** A permission request as the host lists it, for tests. */
export const permissionRequest = (
  facts: Partial<PermissionFacts>,
  request = REQUEST,
): Extract<PendingRequest, { kind: 'permission' }> => {
  const whole: PermissionFacts = {
    v: 1,
    hostId: 'f'.repeat(32),
    reqId: request,
    session: SESSION,
    turn: 1,
    agent: 'opencode',
    tool: { name: 'bash', kind: 'execute', call: null },
    action: { type: 'command', command: 'git push --force', argv: ['git', 'push', '--force'], parts: [] },
    cwd: { path: '/repo', dev: '1', ino: '2' },
    envDelta: {},
    files: [],
    risk: 3,
    reasons: ['Changes a remote'],
    provenance: 'user',
    offers: [1, 16],
    suggestions: [],
    agentWords: 'Push it',
    createdAt: 0,
    policyEpoch: 1,
    ...facts,
  }
  return {
    kind: 'permission',
    request,
    session: SESSION,
    turn: 1,
    facts: new TextEncoder().encode(JSON.stringify(whole)),
  }
}

type Words<T> = T extends AskedRequest
  ? Omit<T, 'request' | 'session' | 'turn' | 'agent' | 'createdAt'>
  : never

/** A request that is answered in words, for tests. */
export const askedRequest = (asked: Words<AskedRequest>): AskedRequest =>
  ({ request: REQUEST, session: SESSION, turn: 1, agent: 'opencode', createdAt: 0, ...asked }) as AskedRequest

/** To be told of everything, at any time. */
export const ANY: PushWishes = { requests: true, turns: true, quiet: null }
export const HOST = 'f'.repeat(32)

/** What a push has to know of a device. */
export const device = (id: string, more: Partial<Device> = {}): Device =>
  ({ id, name: id, rights: ['read', 'prompt', 'decide'], relay: 'https://relay.test', ...more }) as Device
