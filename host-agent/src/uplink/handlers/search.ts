import type { CallHandlers } from './context.ts'

/** Words in what was said. */
export const searchHandlers: Pick<CallHandlers, 'search'> = {
  async search({ session, query, limit }, { services, channel }) {
    const { hits, more } = await services.search.find({ session, query, limit }, channel.deviceId)
    return { of: 'search', hits, more }
  },
}
