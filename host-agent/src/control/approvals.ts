import { createHash } from 'node:crypto'
import { codeOf } from '@hearth/shared/link'
import { HearthError, Right, WIRE_LIMITS } from '@hearth/shared/protocol'
import { Answer, PartyId, RequestId, Risk, RuleDraft, RuleId, SessionId } from '@hearth/shared/session'
import * as v from 'valibot'
import type { Host } from '../host/compose.ts'
import { MAX_RULES_TEXT } from './limits.ts'
import { take } from './params.ts'
import type { ControlHandlers } from './server.ts'

const Decide = v.strictObject({
  request: RequestId,
  allow: v.boolean(),
  /** The code of what was shown: another request than that is not decided. */
  code: v.string(),
  reason: v.optional(v.pipe(v.string(), v.maxLength(WIRE_LIMITS.reasonLength.value))),
  stop: v.optional(v.boolean()),
  /** With a yes: a rule to be kept. */
  rule: v.optional(RuleDraft),
})
const Words = v.strictObject({ request: RequestId, answer: v.nullable(Answer) })
const One = v.strictObject({ rule: RuleId })
const Draft = v.strictObject({ draft: RuleDraft })
const Starter = v.strictObject({ starter: v.string(), enabled: v.boolean() })
const Text = v.strictObject({ text: v.pipe(v.string(), v.maxLength(MAX_RULES_TEXT)) })
const Passkey = v.strictObject({
  device: PartyId,
  id: v.pipe(v.string(), v.maxLength(WIRE_LIMITS.passkeyIdLength.value)),
})
const Limit = v.strictObject({ device: PartyId, rights: v.array(Right), riskMax: Risk })

const owner = { kind: 'owner' } as const

/** The four characters of the facts of a request. */
const codeFor = (facts: Uint8Array): string =>
  codeOf(new Uint8Array(createHash('sha512').update(facts).digest()))

/** What waits, whole: devices get none of facts that are too large for them; the owner decides on all of them. */
const pending = ({ requests }: Host): unknown[] =>
  requests.pending().map((each) => {
    if (each.kind !== 'permission') return each
    const { facts: shown, ...rest } = each
    const bytes = requests.facts(each.request) ?? shown
    return { ...rest, code: codeFor(bytes), facts: JSON.parse(new TextDecoder().decode(bytes)) as unknown }
  })

const decide = async (host: Host, params: unknown): Promise<unknown> => {
  const { request, allow, code, reason, stop, rule } = take(Decide, params)
  const facts = host.requests.facts(request)
  if (facts !== null && codeFor(facts) !== code.toUpperCase()) throw new HearthError('decision.request_hash')
  return host.requests.decideLocally(request, { allow, reason, stop, ...(allow && { draft: rule }) })
}

const known = (host: Host, device: string): string => {
  if (host.devices.get(device) === null) throw new HearthError('input.invalid', 'There is no such device')
  return device
}

/** Requests, rules and brakes for the host's owner, through the control socket: the same checks as for devices. */
export const approvalHandlers = (host: Host): ControlHandlers => {
  const { rules, guard } = host
  return {
    requests: async () => pending(host),
    decide: (params) => decide(host, params),
    answer: async (params) => {
      const { request, answer } = take(Words, params)
      return host.requests.answer(request, answer, null)
    },
    rules: async () => rules.list(),
    'rules.removed': async () => rules.removed(),
    'rules.add': async (params) => rules.add(take(Draft, params).draft, owner),
    'rules.remove': async (params) => rules.remove(take(One, params).rule, owner),
    'rules.restore': async (params) => rules.restore(take(One, params).rule),
    'rules.preview': async (params) => rules.preview(take(Draft, params).draft),
    'rules.starter': async (params) => {
      const { starter, enabled } = take(Starter, params)
      await rules.setStarter(starter, enabled)
    },
    'rules.export': async () => rules.export(),
    'rules.import': async (params) => rules.import(take(Text, params).text),
    guard: async () => guard.state(null),
    pause: async () => guard.pause(null),
    resume: async () => guard.resume(null),
    panic: async () => guard.panic(null),
    'let-in': async (params) =>
      guard.letIn(take(v.strictObject({ device: v.nullable(PartyId) }), params).device),
    release: async (params) =>
      guard.release(take(v.strictObject({ session: SessionId }), params).session, null),
    passkey: async (params) => {
      const device = known(host, take(v.strictObject({ device: PartyId }), params).device)
      const until = host.passkeys.openWindow(device)
      await host.audit.append({ type: 'passkey-window', device, until })
      return { device, until }
    },
    passkeys: async () => host.devices.list().flatMap(({ id }) => host.passkeys.of(id)),
    'passkey.remove': async (params) => {
      const { device, id } = take(Passkey, params)
      await host.passkeys.remove(known(host, device), id)
      return { device, id }
    },
    'devices.limit': async (params) => {
      const { device, ...to } = take(Limit, params)
      const { id, name, rights, riskMax } = await host.limit(known(host, device), to)
      return { id, name, rights, riskMax }
    },
  }
}
