import type { RequestView } from '@hearth/shared/link'
import type { PermissionFacts } from '@hearth/shared/session'
import type { JSX } from 'solid-js'
import type { HostView } from '../../state/host-view.ts'
import { Action } from './Action.tsx'
import { AgentWords } from './AgentWords.tsx'
import { CardFrame } from './CardFrame.tsx'
import { Decide } from './Decide.tsx'
import { Details, Facts } from './Facts.tsx'
import { RiskMark } from './Risk.tsx'
import { createShown, ShownContext } from './shown.ts'
import { Whole } from './Whole.tsx'
import { verbOf } from './words.ts'

/** A permission request, drawn from the host's frozen facts alone. A card of its own for each version of them. */
export const PermissionCard = (props: {
  host: HostView
  request: RequestView
  facts: PermissionFacts
  code: string
  anew: boolean
}): JSX.Element => (
  <ShownContext.Provider value={createShown()}>
    <CardFrame
      host={props.host}
      request={props.request}
      title={verbOf(props.facts)}
      mark={<RiskMark risk={props.facts.risk} brief />}
      anew={props.anew}
      actions={<Decide host={props.host} request={props.request} facts={props.facts} code={props.code} />}
    >
      <Action action={props.facts.action} />
      <Whole text="" bare>
        <Facts facts={props.facts} />
      </Whole>
      <AgentWords words={props.facts.agentWords} />
      <Details facts={props.facts} />
    </CardFrame>
  </ShownContext.Provider>
)
