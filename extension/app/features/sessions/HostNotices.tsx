import { visible } from '@hearth/shared/session'
import FolderGit2 from 'lucide-solid/icons/folder-git-2'
import Plus from 'lucide-solid/icons/plus'
import Unplug from 'lucide-solid/icons/unplug'
import { createMemo, For, type JSX, Match, Switch } from 'solid-js'
import { useServices } from '../../services.ts'
import { type HostView, hostName } from '../../state/host-view.ts'
import { Banner } from '../../ui/Banner.tsx'
import { Button } from '../../ui/Button.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { useNow } from '../../ui/now.ts'
import { Progress } from '../../ui/Progress.tsx'
import { GuardBanner } from '../guard/GuardBanner.tsx'
import { Command } from './Command.tsx'
import styles from './HostNotices.module.css'
import { hostNotices, type Notice } from './host-notices.ts'
import { useList } from './list-context.ts'
import { status, notices as words } from './words.ts'

/** What a person should know of a host besides its sessions, each with one thing to do. */
export const HostNotices = (props: { host: HostView }): JSX.Element => {
  const { home } = useList()
  const all = createMemo(() => {
    const { connection, error } = props.host.status()
    return hostNotices(props.host.overview(), {
      connection,
      failed: error !== null,
      sight: home.sight(props.host.id),
      count: home.open().filter(({ host }) => host === props.host.id).length,
    })
  })
  const kinds = createMemo(() => all().map(keyOf))
  const notice = (key: string): Notice | undefined => all().find((each) => keyOf(each) === key)
  return (
    <>
      <GuardBanner host={props.host} />
      <For each={kinds()}>
        {(key) => (
          <div class={styles.notice}>
            <OneNotice host={props.host} notice={notice(key) ?? { kind: 'connecting' }} />
          </div>
        )}
      </For>
    </>
  )
}

const keyOf = (notice: Notice): string => (notice.kind === 'agent' ? `agent/${notice.agent.id}` : notice.kind)

const OneNotice = (props: { host: HostView; notice: Notice }): JSX.Element => {
  const { router } = useServices()
  const { home } = useList()
  const now = useNow()
  const name = (): string => hostName(props.host)
  const kind = () => props.notice.kind
  const seeStatus = { label: words.status, onAction: () => router.go({ screen: 'status' }) }
  const asOf = (): string => {
    const sight = home.sight(props.host.id)
    return sight.here ? '' : status.asOf(sight, now())
  }
  const agent = () => (props.notice.kind === 'agent' ? props.notice.agent : null)
  return (
    <Switch>
      <Match when={kind() === 'connecting'}>
        <Progress words={words.connecting(name())} slow={words.connectingSlow(name())} action={seeStatus} />
      </Match>
      <Match when={kind() === 'unknown'}>
        <EmptyState
          icon={<Unplug />}
          title={words.unknown(name())}
          action={<Button onClick={seeStatus.onAction}>{words.status}</Button>}
        >
          <p>{words.unknownMore(name())}</p>
          <Command text={words.unknownCommand} />
        </EmptyState>
      </Match>
      <Match when={kind() === 'away'}>
        <button type="button" class={styles.away} onClick={seeStatus.onAction}>
          <Unplug size={15} aria-hidden="true" />
          <span>{words.away(name(), asOf())}</span>
        </button>
      </Match>
      <Match when={kind() === 'revoked'}>
        <Banner
          tone="danger"
          title={words.revoked(name())}
          action={{ label: words.pair, onAction: () => router.go({ screen: 'pair', link: null }) }}
        >
          <p>{words.revokedMore}</p>
        </Banner>
      </Match>
      <Match when={kind() === 'refused'}>
        <Banner tone="danger" title={words.refused(name())} action={seeStatus}>
          <p>{words.refusedMore}</p>
        </Banner>
      </Match>
      <Match when={kind() === 'no-project'}>
        <EmptyState icon={<FolderGit2 />} title={words.noProject(name())}>
          <p>{words.noProjectMore}</p>
          <Command text={words.noProjectCommand} />
        </EmptyState>
      </Match>
      <Match when={kind() === 'no-session'}>
        <EmptyState
          icon={<Plus />}
          title={words.noSession}
          action={
            <Button variant="primary" onClick={() => router.go({ screen: 'new', host: props.host.id })}>
              {words.first}
            </Button>
          }
        >
          <p>{words.noSessionMore}</p>
        </EmptyState>
      </Match>
      <Match when={agent()}>
        {(agent) => (
          <Banner
            tone="warn"
            title={(agent().state === 'missing' ? words.agentMissing : words.agentFailed)(
              agent().label,
              name(),
            )}
          >
            <p>{visible(agent().error?.message ?? words.agentMore)}</p>
          </Banner>
        )}
      </Match>
    </Switch>
  )
}
