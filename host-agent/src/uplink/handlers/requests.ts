import type { CallHandlers } from './context.ts'

/** Requests: offers, decisions, answers. */
export const requestHandlers: Pick<CallHandlers, 'ask-offer' | 'decide' | 'answer'> = {
  'ask-offer'({ call, request }, { services, channel }) {
    const { nonce, expiresAt } = services.requests.offer(request, channel)
    return { t: 'offer', call, request, nonce, expiresAt }
  },
  async decide({ decision, reason }, { services, channel }) {
    const { outcome, by } = await services.requests.decide(decision, channel, reason)
    return { of: 'decide', outcome, by }
  },
  async answer({ request, answers }, { services, channel }) {
    const { outcome } = await services.requests.answer(request, answers, channel.deviceId)
    return { of: 'answer', outcome }
  },
}
