import * as v from 'valibot'

/** Who refused or failed. */
export const ErrorOrigin = v.picklist(['device', 'relay', 'host', 'agent'])
export type ErrorOrigin = v.InferOutput<typeof ErrorOrigin>

/** What kind of trouble it is: what a client should do follows from this, not from the code. */
export const ErrorKind = v.picklist(['auth', 'input', 'state', 'limit', 'unavailable', 'internal'])
export type ErrorKind = v.InferOutput<typeof ErrorKind>

type Entry = readonly [origin: ErrorOrigin, kind: ErrorKind, meaning: string]
const entry = (origin: ErrorOrigin, kind: ErrorKind, meaning: string): Entry => [origin, kind, meaning]

/** Every error code that crosses a boundary, with what it means. docs/errors.md lists them; a test compares. */
export const ERRORS = {
  'device.unknown_error': entry(
    'device',
    'internal',
    'The other side reported an error that is unknown here',
  ),
  'device.malformed': entry('device', 'input', 'The device could not read what the host sent'),
  'device.insecure': entry(
    'device',
    'state',
    'This page did not come over a secure connection, so the browser gives it no keys',
  ),
  'device.unsupported': entry('device', 'state', 'This browser lacks X25519 or Ed25519 keys'),
  'device.storage': entry('device', 'unavailable', 'This browser keeps nothing for Hearth'),
  'device.storage_full': entry('device', 'limit', 'This browser has no room left for Hearth'),
  'device.storage_private': entry(
    'device',
    'unavailable',
    'This browser won’t keep keys here, as in a private window',
  ),
  'device.storage_version': entry(
    'device',
    'state',
    'Another window runs another version of Hearth and holds its storage',
  ),
  'relay.unreachable': entry('device', 'unavailable', 'The relay did not answer'),
  'relay.login_refused': entry('relay', 'auth', 'The relay refused the login'),
  'relay.refused': entry('relay', 'auth', 'This device may not meet that host, or there is no such host'),
  'relay.room_taken': entry('relay', 'auth', 'Another key has registered this host at the relay'),
  'relay.pairing_unknown': entry(
    'relay',
    'state',
    'No host is waiting under this pairing link: it expired or was used',
  ),
  'relay.foreign_host': entry('relay', 'auth', 'This relay takes only hosts of its own machine'),
  'relay.rate': entry('relay', 'limit', 'Too many messages; wait and reconnect'),
  'relay.too_many': entry('relay', 'limit', 'Too many connections from this key or address'),
  'relay.port_in_use': entry(
    'host',
    'unavailable',
    'The port of the host’s own relay is in use by another program',
  ),
  'relay.protocol': entry('relay', 'input', 'The relay was sent something that it has no place for'),
  'relay.store': entry('relay', 'unavailable', 'The relay can’t reach its database'),
  'host.unreachable': entry('relay', 'unavailable', 'The host is not connected to the relay'),
  'host.not_allowed': entry('host', 'auth', 'The host has not given this device the right to do that'),
  'host.malformed': entry('host', 'input', 'The host could not read the message'),
  'host.unknown_session': entry('host', 'state', 'The host has no such session'),
  'host.unknown_turn': entry('host', 'state', 'The session has no such turn'),
  'host.unknown_project': entry('host', 'state', 'The host does not know this project, or it is not allowed'),
  'host.unknown_agent': entry('host', 'state', 'The host has no such agent'),
  'host.unknown_device': entry('host', 'state', 'The host has no such device, or it was revoked'),
  'host.device_name': entry(
    'host',
    'input',
    'A device can’t be called that: nothing is seen of it, or another one is',
  ),
  'host.session_exists': entry('host', 'state', 'A different session has this id'),
  'host.prompt_conflict': entry('host', 'state', 'This prompt id was used for a different prompt'),
  'host.turn_state': entry('host', 'state', 'The turn is not in a state in which this can be done'),
  'host.prompt_changed': entry('host', 'state', 'Somebody else has changed this prompt meanwhile'),
  'host.unknown_option': entry('host', 'input', 'The agent has no such option, or not this choice of it'),
  'host.unknown_task': entry('host', 'state', 'The agent has no such command running'),
  'host.queue_full': entry('host', 'limit', 'Too many prompts wait in this session'),
  'host.too_many_sessions': entry('host', 'limit', 'Too many sessions'),
  'host.subscription': entry('host', 'input', 'This subscription number is in use or out of range'),
  'host.cursor': entry('host', 'input', 'The session’s log does not reach that far'),
  'host.store': entry('host', 'unavailable', 'The host can’t write to its database; nothing was accepted'),
  'host.project_missing': entry('host', 'input', 'There is no such folder'),
  'host.project_not_git': entry('host', 'input', 'The folder is not the top of a git repository'),
  'host.project_no_commits': entry('host', 'input', 'The repository has no commit yet'),
  'host.too_many_projects': entry('host', 'limit', 'Too many projects'),
  'host.git_missing': entry('host', 'unavailable', 'The git program was not found on the host'),
  'host.worktree': entry('host', 'unavailable', 'The git worktree could not be made'),
  'host.files': entry('host', 'unavailable', 'The files of the worktree can’t be listed'),
  'host.worktree_name': entry('host', 'input', 'This name can’t be used for a worktree'),
  'host.already_adopted': entry('host', 'state', 'Another session continues this one already'),
  'host.turn_unknown': entry('host', 'state', 'It can’t be known what the agent did with this prompt'),
  'host.turn_requests': entry('host', 'limit', 'The turn waits for too many answers at once'),
  'host.steer_unanswered': entry('host', 'state', 'The turn ended before the agent answered this prompt'),
  'host.stopping': entry('host', 'unavailable', 'The host is stopping; nothing was accepted'),
  'host.busy': entry('host', 'limit', 'Too many calls at once; wait for some answers'),
  'host.internal': entry('host', 'internal', 'The host failed; its log says more'),
  'request.unknown': entry('host', 'state', 'There is no such request any more'),
  'request.settled': entry('host', 'state', 'Another device has answered this request'),
  'request.deciding': entry('host', 'state', 'Another decision on this request is being applied'),
  'request.too_large': entry(
    'host',
    'limit',
    'The request is too large to be decided remotely; decide it at the host',
  ),
  'request.kind': entry('host', 'input', 'This request takes another kind of answer'),
  'rule.invalid': entry('host', 'input', 'This can’t be a rule, or not one that this device may make'),
  'rule.unknown': entry('host', 'state', 'The host has no such rule'),
  'rule.too_many': entry('host', 'limit', 'Too many rules'),
  'host.paused': entry(
    'host',
    'state',
    'The host is paused: nothing can be allowed until somebody lets it go on',
  ),
  'host.shut_out': entry(
    'host',
    'auth',
    'This device was shut out by a panic; the owner at the host can let it in again',
  ),
  'push.endpoint': entry('relay', 'input', 'This is no address of a push service that the relay knows'),
  'push.gone': entry('relay', 'state', 'The push service no longer knows this device'),
  'push.failed': entry('relay', 'unavailable', 'The push service did not take the push'),
  'push.none': entry('host', 'state', 'This device has not asked for pushes'),
  'passkey.closed': entry(
    'host',
    'auth',
    'The host takes no passkey of this device now; let the owner open a window for it',
  ),
  'passkey.invalid': entry('host', 'auth', 'The passkey’s registration does not check out'),
  'passkey.unknown': entry('host', 'state', 'The host has no such passkey of this device'),
  'passkey.cancelled': entry('device', 'state', 'No passkey was given'),
  'request.answers': entry('host', 'input', 'The answers do not fit the questions'),
  'decision.length': entry('host', 'input', 'The decision does not have 320 bytes'),
  'decision.label': entry('host', 'auth', 'The decision is not one of this protocol'),
  'decision.host': entry('host', 'auth', 'The decision is for another host'),
  'decision.device': entry('host', 'auth', 'The decision is by another device than this channel’s'),
  'decision.sid': entry('host', 'auth', 'The decision was signed for another channel'),
  'decision.reserved': entry('host', 'input', 'A reserved field of the decision is not zero'),
  'decision.signature': entry('host', 'auth', 'The decision’s signature is not valid'),
  'decision.channel': entry('host', 'state', 'The channel of the decision has ended'),
  'decision.revoked': entry('host', 'auth', 'The device was revoked'),
  'decision.nonce': entry('host', 'auth', 'The decision answers no live offer of this channel'),
  'decision.request_hash': entry(
    'host',
    'auth',
    'The decision was made about other bytes than the request’s',
  ),
  'decision.not_offered': entry('host', 'input', 'This choice was not offered'),
  'decision.rights': entry('host', 'auth', 'The request’s risk is above what this device may allow'),
  'decision.policy_epoch': entry(
    'host',
    'state',
    'Rights or rules changed since the request was shown; look again',
  ),
  'decision.expired': entry('host', 'state', 'The offer has expired; ask for a new one'),
  'decision.expiry': entry('host', 'auth', 'The decision’s expiry is not the offer’s'),
  'decision.counter': entry('host', 'auth', 'The decision’s counter does not rise'),
  'decision.world_changed': entry(
    'host',
    'state',
    'What the request is about has changed since it was shown',
  ),
  'decision.rule': entry('host', 'input', 'The rule is not the one that was signed, or would not allow this'),
  'decision.step_up': entry('host', 'auth', 'The passkey’s answer does not check out, or is missing'),
  'decision.agent_gone': entry('host', 'state', 'The agent no longer waits for this'),
  'decision.audit': entry('host', 'unavailable', 'The decision could not be recorded, so it was not applied'),
  'pairing.used': entry('host', 'auth', 'This pairing link was used already'),
  'pairing.expired': entry('host', 'state', 'This pairing link has expired'),
  'pairing.failed': entry('host', 'auth', 'The pairing handshake did not check out'),
  'pairing.declined': entry('host', 'auth', 'The person at the host said that this is not the device'),
  'pairing.too_many': entry('host', 'limit', 'Too many pairings or paired devices'),
  'pairing.link': entry('device', 'input', 'This is not a pairing link'),
  'pairing.wrong_host': entry('device', 'auth', 'Another host than the one that made this link has answered'),
  'pairing.timeout': entry('device', 'unavailable', 'Nobody at the host confirmed the pairing in time'),
  'pairing.interrupted': entry(
    'device',
    'unavailable',
    'The connection ended before the pairing was finished',
  ),
  'link.offline': entry('device', 'unavailable', 'Not connected to the host; nothing was sent'),
  'link.timeout': entry('device', 'unavailable', 'The host did not answer in time'),
  'link.lost': entry(
    'device',
    'unavailable',
    'The connection ended before the host answered; look whether it was done before you repeat it',
  ),
  'link.handshake': entry('device', 'auth', 'The other end could not prove that it is the paired host'),
  'link.version': entry('device', 'state', 'This device and the host share no protocol version; update one'),
  'link.protocol': entry('device', 'input', 'The host said something that this version has no place for'),
  'link.revoked': entry('device', 'auth', 'The host has revoked this device; pair it again'),
  'link.audit': entry(
    'device',
    'auth',
    'The host’s audit record does not continue what this device has seen',
  ),
  'link.closed': entry('device', 'state', 'This link was closed'),
  'link.busy': entry('device', 'limit', 'Too many calls or subscriptions at once'),
  'request.unreadable': entry(
    'device',
    'state',
    'This version can’t show the whole request, so it can’t be decided here; update, or decide it at the host',
  ),
  'outbox.full': entry('device', 'limit', 'Too many prompts wait to be sent'),
  'outbox.store': entry('device', 'unavailable', 'The prompt could not be kept on this device'),
  'input.invalid': entry('device', 'input', 'The command was given something that it can’t use'),
  'control.not_running': entry('host', 'unavailable', 'No host agent is running; start it with: hearth up'),
  'control.running': entry('host', 'state', 'A host agent is running already for this HEARTH_HOME'),
  'control.path': entry(
    'host',
    'input',
    'The path of the control socket is too long; use a shorter HEARTH_HOME',
  ),
  'control.protocol': entry(
    'host',
    'input',
    'The control socket was sent something that it has no place for',
  ),
  'control.lost': entry('host', 'unavailable', 'The host agent ended before it answered'),
  'keys.permissions': entry('host', 'unavailable', 'The key file or its folder is open to other users'),
  'keys.owner': entry('host', 'unavailable', 'The key file or its folder belongs to another user'),
  'keys.symlink': entry('host', 'unavailable', 'The key file or its folder is a link or no regular file'),
  'keys.corrupt': entry('host', 'unavailable', 'The key file does not hold keys'),
  'keys.missing': entry('host', 'unavailable', 'The key file is missing though devices are paired'),
  'keys.write': entry('host', 'unavailable', 'The key file can’t be written'),
  'agent.not_found': entry('agent', 'unavailable', 'The agent’s program was not found'),
  'agent.unsupported_version': entry('agent', 'unavailable', 'This version of the agent is not supported'),
  'agent.start_failed': entry('agent', 'unavailable', 'The agent’s program did not become ready'),
  'agent.exited': entry('agent', 'unavailable', 'The agent’s program ended'),
  'agent.unresponsive': entry('agent', 'unavailable', 'The agent does not answer'),
  'agent.session_missing': entry('agent', 'state', 'The agent no longer has this session'),
  'agent.failed': entry('agent', 'unavailable', 'The agent reported an error'),
  'agent.disabled': entry('agent', 'state', 'The agent is switched off on this host'),
  'agent.unsupported': entry('agent', 'state', 'The agent can’t do this'),
  'agent.sign_in': entry('agent', 'state', 'The agent wants its person to sign in on the host'),
  'agent.config': entry('agent', 'input', 'The configuration of the agents can’t be read'),
  'agent.too_many': entry('agent', 'limit', 'Too many agents are at work at once'),
  'agent.no_model': entry('agent', 'unavailable', 'The agent has no model configured'),
} as const satisfies Record<string, Entry>

export type ErrorCode = keyof typeof ERRORS

const isKnown = (code: string): code is ErrorCode => Object.hasOwn(ERRORS, code)

/** A code on the wire. One of a newer version is no reason to refuse its message: kind and text say what to do. */
export const ErrorCode = v.pipe(
  v.string(),
  v.regex(/^[a-z]+\.[a-z_]{1,40}$/),
  v.transform((code): ErrorCode => (isKnown(code) ? code : 'device.unknown_error')),
)

/** An error on the wire. `retryAfter` in ms, given by whoever refused; absent means that repeating won’t help. */
export const WireError = v.strictObject({
  code: ErrorCode,
  kind: ErrorKind,
  origin: ErrorOrigin,
  message: v.string(),
  retryAfter: v.optional(v.number()),
})
export type WireError = v.InferOutput<typeof WireError>

/** An error with a registered code; `message` defaults to what the code means. */
export class HearthError extends Error {
  override name = 'HearthError'
  readonly code: ErrorCode
  readonly retryAfter: number | undefined
  constructor(code: ErrorCode, message?: string, options: { retryAfter?: number; cause?: unknown } = {}) {
    super(message ?? ERRORS[code][2], { cause: options.cause })
    this.code = code
    this.retryAfter = options.retryAfter
  }
}

/** Puts an error into its wire form; what has no registered code becomes `host.internal` without its text. */
export const toWireError = (error: unknown): WireError => {
  const known = error instanceof HearthError ? error : new HearthError('host.internal')
  const [origin, kind] = ERRORS[known.code]
  const wire: WireError = { code: known.code, kind, origin, message: known.message }
  return known.retryAfter === undefined ? wire : { ...wire, retryAfter: known.retryAfter }
}

/** Rebuilds the error that the other side sent. */
export const fromWireError = (wire: WireError): HearthError =>
  new HearthError(
    wire.code,
    wire.message,
    wire.retryAfter === undefined ? {} : { retryAfter: wire.retryAfter },
  )
