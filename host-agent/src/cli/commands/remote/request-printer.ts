import { isFinished, type Link, type RequestView } from '@hearth/shared/link'
import { standing } from '../../format/request.ts'
import type { Output } from '../../output.ts'
import { cardText } from '../../requests/waiting.ts'

/** A request as a JSON value: ids, where it stands, and the facts or questions. */
export const requestValue = ({ id, session, turn, content, state, outcome, by, error }: RequestView) => {
  const { kind, ...rest } = content
  const what = kind === 'permission' ? { facts: content.facts } : rest
  return { request: id, session, turn, kind, state, outcome, by, error, ...what }
}

/** Tells about requests as they come and go. */
export class RequestPrinter {
  readonly close: () => void
  readonly #told = new Map<string, string>()

  /** With `session` null it tells about all of them. */
  constructor(out: Output, link: Link, session: string | null) {
    const tell = (views: ReadonlyMap<string, RequestView>) => {
      for (const view of views.values()) {
        if (session !== null && view.session !== session) continue
        if (this.#told.get(view.id) === view.state) continue
        const known = this.#told.has(view.id)
        this.#told.set(view.id, view.state)
        if (!known && isFinished(view.state)) continue
        out.value({ type: 'request', ...requestValue(view) })
        if (known) out.line(`request ${view.id} ${standing(view)}`)
        else out.line(`\nrequest ${cardText({ request: view.id, content: view.content })}\n${hint(view)}`)
      }
    }
    tell(link.requests.value)
    this.close = link.requests.listen(tell)
  }
}

const hint = ({ id, content }: RequestView): string => {
  const answer = `  hearth remote answer ${id.slice(0, 8)}`
  switch (content.kind) {
    case 'permission':
      return `  hearth remote decide ${id.slice(0, 8)} --allow | --deny`
    case 'question':
      return `${answer} ANSWER`
    case 'plan':
      return `${answer} --approve | --changes TEXT`
    case 'form':
      return `${answer} FIELD=VALUE`
    default:
      return `${answer} --reject`
  }
}
