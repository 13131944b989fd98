import type {
  GuardState,
  Link,
  LinkStatus,
  OutboxEntry,
  OverviewState,
  PairedHost,
  RequestView,
} from '@hearth/shared/link'
import type { HearthError } from '@hearth/shared/protocol'
import type { Accessor } from 'solid-js'

/** What can be asked of a host: its link, less what only the hub does. */
export type HostActions = Pick<
  Link,
  | 'answer'
  | 'call'
  | 'cancelPrompt'
  | 'decide'
  | 'follow'
  | 'live'
  | 'look'
  | 'newId'
  | 'onPrompt'
  | 'prompt'
  | 'watching'
>

/** A paired host as features see it: what its link knows, as signals that change only when it does. */
export interface HostView {
  /** The host's id in hex. */
  readonly id: string
  readonly paired: PairedHost
  readonly overview: Accessor<OverviewState>
  /** By request id, with states; finished ones stay for a while. */
  readonly requests: Accessor<ReadonlyMap<string, RequestView>>
  /** Prompts that the host has not admitted yet. */
  readonly outbox: Accessor<readonly OutboxEntry[]>
  readonly status: Accessor<LinkStatus>
  /** The host's audit record does not continue what this device has seen. */
  readonly alarm: Accessor<HearthError | null>
  /** What the host holds back: a pause, held sessions, and whether this device is shut out. */
  readonly guard: Accessor<GuardState>
  readonly actions: HostActions
}

/** What a person calls the host: its present name, or the one it had when it was paired. */
export const hostName = (host: HostView): string => host.overview().host?.name ?? host.paired.host.name
