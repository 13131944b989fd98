import type { PushWishes } from '@hearth/shared/protocol'
import { For, type JSX, Show } from 'solid-js'
import { useServices } from '../../services.ts'
import { Banner } from '../../ui/Banner.tsx'
import { Page } from '../../ui/Page.tsx'
import { Switch } from '../../ui/Switch.tsx'
import { HostReach } from './HostReach.tsx'
import styles from './NotificationsScreen.module.css'
import { QuietHours } from './QuietHours.tsx'
import { OBSTACLE, notifications as words } from './words.ts'

/** When and for what this device wants to be woken, and whether that works. The route `notifications`. */
const NotificationsScreen = (): JSX.Element => {
  const { hub, notifier, router } = useServices()
  const obstacle = () => {
    const now = notifier.permission()
    return now === 'default' || now === 'granted' ? undefined : OBSTACLE[now]
  }
  const wish = (wishes: PushWishes): void => void notifier.wish(wishes)
  return (
    <Page title={words.title} onBack={() => router.back()} backLabel={words.back}>
      <div class={styles.screen}>
        <Show when={obstacle()}>
          {(why) => (
            <Banner tone="warn" title={why().title}>
              {why().text}
            </Banner>
          )}
        </Show>
        <Switch
          label={words.on}
          hint={words.onHint}
          on={notifier.on()}
          disabled={obstacle() !== undefined && !notifier.on()}
          // Within the press: browsers ask for nothing outside of one.
          onChange={(on) => void (on ? notifier.switchOn() : notifier.switchOff())}
        />
        <Show when={notifier.on()}>
          <section class={styles.part} aria-labelledby="notices-what">
            <h2 id="notices-what" class={styles.heading}>
              {words.what}
            </h2>
            <Switch
              label={words.requests}
              on={notifier.wishes().requests}
              onChange={(requests) => wish({ ...notifier.wishes(), requests })}
            />
            <Switch
              label={words.turns}
              on={notifier.wishes().turns}
              onChange={(turns) => wish({ ...notifier.wishes(), turns })}
            />
            <QuietHours wishes={notifier.wishes()} onWish={wish} />
          </section>
          <section class={styles.part} aria-labelledby="notices-hosts">
            <h2 id="notices-hosts" class={styles.heading}>
              {words.hosts}
            </h2>
            <Show when={hub.hosts().length > 0} fallback={<p class={styles.more}>{words.noHost}</p>}>
              <ul class={styles.list}>
                <For each={hub.hosts()}>{(host) => <HostReach host={host} />}</For>
              </ul>
            </Show>
          </section>
        </Show>
      </div>
    </Page>
  )
}

export default NotificationsScreen
