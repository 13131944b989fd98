import type { Right, Up } from '@hearth/shared/protocol'

/**
 * The right that each message takes, from the host's record of the device; null where none is needed. A decision
 * takes none here because anybody may deny; allowing is checked when it is verified.
 */
export const RIGHT_OF: Readonly<Record<Up['t'], Right | null>> = {
  hello: null,
  ping: null,
  ack: null,
  unsubscribe: null,
  subscribe: 'read',
  history: 'read',
  'list-foreign': 'read',
  'new-session': 'prompt',
  'update-session': 'prompt',
  'adopt-session': 'prompt',
  prompt: 'prompt',
  'edit-prompt': 'prompt',
  'order-queue': 'prompt',
  steer: 'prompt',
  'set-option': 'prompt',
  'stop-task': 'prompt',
  withdraw: 'prompt',
  stop: 'prompt',
  resolve: 'prompt',
  answer: 'prompt',
  'ask-offer': null,
  decide: null,
  'list-rules': 'read',
  'preview-rule': 'read',
  // A rule that asks or denies removes; taking one away is checked where it is done.
  'add-rule': 'decide',
  'remove-rule': 'decide',
  pause: 'prompt',
  // Whoever holds a device may end what goes on.
  panic: null,
  release: 'prompt',
  'limit-self': null,
  'push-key': 'read',
  'push-subscribe': 'read',
  'push-unsubscribe': null,
  'push-test': 'read',
  watching: null,
  'passkey-begin': 'decide',
  'passkey-finish': 'decide',
  'passkey-remove': null,
  'find-files': 'read',
  search: 'read',
  'read-usage': 'read',
  'list-devices': 'read',
  // For others it takes the right to administer: checked where it is done.
  'rename-device': null,
  'revoke-device': null,
  'switch-agent': 'admin',
  'check-agent': 'admin',
}

/**
 * What a device may still say that another's panic has shut out: reading, what keeps its channel going, and a panic of
 * its own, since that only ever takes authority away.
 */
export const STAYS_OPEN: ReadonlySet<Up['t']> = new Set<Up['t']>([
  'hello',
  'ping',
  'ack',
  'subscribe',
  'unsubscribe',
  'history',
  'list-rules',
  'preview-rule',
  'panic',
])
