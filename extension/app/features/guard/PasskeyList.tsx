import { HearthError } from '@hearth/shared/protocol'
import { visible } from '@hearth/shared/session'
import Trash from 'lucide-solid/icons/trash'
import { createSignal, For, type JSX, Match, onMount, Show, Switch } from 'solid-js'
import type { HostView } from '../../state/host-view.ts'
import { Button } from '../../ui/Button.tsx'
import { CopyLine } from '../../ui/CopyLine.tsx'
import { useDoing } from '../../ui/doing.ts'
import { IconButton } from '../../ui/IconButton.tsx'
import { useToast } from '../../ui/Toast.tsx'
import styles from './Guard.module.css'
import { makePasskey, passkeyPlace } from './passkey.ts'
import { passkeysOf } from './use-passkeys.ts'
import { passkeys as words } from './words.ts'

/** This device's passkeys at a host: register one in the window that the owner opens there, remove one. */
export const PasskeyList = (props: { host: HostView; name: string }): JSX.Element => {
  const toast = useToast()
  const doing = useDoing()
  const list = passkeysOf(props.host)
  const [failed, setFailed] = createSignal(false)
  const look = async (): Promise<void> => {
    try {
      await list.reread()
      setFailed(false)
    } catch (error) {
      if (!(error instanceof HearthError)) throw error
      setFailed(true)
    }
  }
  onMount(() => void look())
  const add = async (): Promise<void> => {
    const { challenge } = list
    const fresh = challenge()
    if (fresh === null) return
    const wish = { challenge: fresh, known: list.known() ?? [], device: props.host.paired.device.id }
    const done = await doing.run(async () => {
      const response = await makePasskey({ ...wish, host: props.host.id, name: props.name })
      await props.host.actions.call('passkey-finish', { response })
    })
    if (done) toast({ text: words.added })
    // A challenge is good for one try.
    await look()
  }
  const remove = async (id: string): Promise<void> => {
    if (await doing.run(() => props.host.actions.call('passkey-remove', { id })))
      toast({ text: words.removed })
    await look()
  }
  return (
    <section class={styles.part} aria-label={words.title}>
      <h3 class={styles.heading}>{words.title}</h3>
      <p class={styles.note}>{words.lead}</p>
      <ul class={styles.keys} aria-label={words.title}>
        <For each={list.known() ?? []}>
          {(id) => (
            <li class={styles.key}>
              <span>{visible(words.one(id))}</span>
              <IconButton label={visible(words.remove(id))} onClick={() => void remove(id)}>
                <Trash />
              </IconButton>
            </li>
          )}
        </For>
      </ul>
      <Switch fallback={<p class={styles.note}>{words.looking}</p>}>
        <Match when={passkeyPlace() !== 'works'}>
          <p class={styles.note}>{passkeyPlace() === 'address' ? words.address : words.unsupported}</p>
        </Match>
        <Match when={failed()}>
          <p class={styles.note}>{words.unknown}</p>
          <Button wide onClick={() => void look()}>
            {words.again}
          </Button>
        </Match>
        <Match when={list.known() !== null}>
          <Show when={list.known()?.length === 0}>
            <p>{words.none}</p>
          </Show>
          <Show
            when={list.open()}
            fallback={
              <>
                <p class={styles.note}>{words.closed}</p>
                <CopyLine
                  text={words.command(visible(props.name))}
                  label={words.copy}
                  copied={words.copied}
                  failed={words.notCopied}
                />
                <Button wide onClick={() => void look()}>
                  {words.again}
                </Button>
              </>
            }
          >
            <Button wide variant="primary" busy={doing.busy()} onClick={() => void add()}>
              {words.add}
            </Button>
          </Show>
        </Match>
      </Switch>
    </section>
  )
}
