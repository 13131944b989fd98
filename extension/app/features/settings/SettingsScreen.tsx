import { visible } from '@hearth/shared/session'
import ChevronRight from 'lucide-solid/icons/chevron-right'
import { createResource, For, type JSX, Show } from 'solid-js'
import { useServices } from '../../services.ts'
import { hostName } from '../../state/host-view.ts'
import type { Route } from '../../state/router.ts'
import { VERSION } from '../../state/version.ts'
import { Fold } from '../../ui/Fold.tsx'
import { Kbd } from '../../ui/Kbd.tsx'
import { Page } from '../../ui/Page.tsx'
import { Appearance } from './Appearance.tsx'
import styles from './Settings.module.css'
import { sayBytes } from './usage-sums.ts'
import { keys, settings as words } from './words.ts'

/** What a person can set: how it looks here, and the way to all that belongs to a host. The route `settings`. */
const SettingsScreen = (): JSX.Element => {
  const { hub, router } = useServices()
  const [kept] = createResource(async () => (await navigator.storage?.estimate?.())?.usage ?? null)
  const Way = (props: { to: Route; children: JSX.Element }): JSX.Element => (
    <li>
      <button type="button" class={styles.way} onClick={() => router.go(props.to)}>
        <span class={styles.wayWords}>{props.children}</span>
        <ChevronRight size={16} aria-hidden="true" />
      </button>
    </li>
  )
  return (
    <Page title={words.title} onBack={() => router.back()} backLabel={words.back}>
      <div class={styles.screen}>
        <Appearance />
        <section class={styles.part} aria-labelledby="settings-hosts">
          <h2 id="settings-hosts" class={styles.heading}>
            {words.hosts}
          </h2>
          <Show when={hub.hosts().length > 0} fallback={<p class={styles.note}>{words.noHost}</p>}>
            <ul class={styles.ways}>
              <For each={hub.hosts()}>
                {(host) => (
                  <>
                    <Way to={{ screen: 'manage', host: host.id }}>
                      <span class={styles.name}>{visible(hostName(host))}</span>
                      <span class={styles.note}>{words.manageHint}</span>
                    </Way>
                    <Way to={{ screen: 'rules', host: host.id }}>{words.rulesOf(hostName(host))}</Way>
                  </>
                )}
              </For>
            </ul>
          </Show>
        </section>
        <section class={styles.part} aria-labelledby="settings-more">
          <h2 id="settings-more" class={styles.heading}>
            {words.more}
          </h2>
          <ul class={styles.ways}>
            <Way to={{ screen: 'notifications' }}>{words.notifications}</Way>
            <Way to={{ screen: 'status' }}>{words.connections}</Way>
          </ul>
          <Fold summary={words.keys}>
            <dl class={styles.keys}>
              <For each={keys}>
                {(entry) => (
                  <div class={styles.key}>
                    <dt>
                      <Kbd keys={entry.keys} />
                    </dt>
                    <dd>{entry.does}</dd>
                  </div>
                )}
              </For>
            </dl>
          </Fold>
          <Fold summary={words.about}>
            <p>{words.version(VERSION)}</p>
            <p class={styles.note}>{words.licence}</p>
            <Show when={kept()}>{(size) => <p class={styles.note}>{words.kept(sayBytes(size()))}</p>}</Show>
          </Fold>
        </section>
      </div>
    </Page>
  )
}

export default SettingsScreen
