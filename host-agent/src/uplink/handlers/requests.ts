import type { CallHandlers } from './context.ts'

/** Requests: offers, decisions, answers. */
export const requestHandlers: Pick<CallHandlers, 'ask-offer' | 'decide' | 'answer'> = {
  'ask-offer'({ call, request }, { services, channel }) {
    return { t: 'offer', call, request, ...services.requests.offer(request, channel) }
  },
  async decide({ decision, reason, stop, rule, assertion }, { services, channel }) {
    const extras = { reason, stop, rule, assertion }
    const { outcome, by } = await services.requests.decide(decision, channel, extras)
    return { of: 'decide', outcome, by }
  },
  async answer({ request, answer }, { services, channel }) {
    const { outcome } = await services.requests.answer(request, answer, channel.deviceId)
    return { of: 'answer', outcome }
  },
}
