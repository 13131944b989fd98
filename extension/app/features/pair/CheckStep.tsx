import { createSignal, createUniqueId, type JSX, Show } from 'solid-js'
import { useServices } from '../../services.ts'
import { Banner } from '../../ui/Banner.tsx'
import { Button } from '../../ui/Button.tsx'
import { TextField } from '../../ui/TextField.tsx'
import { Countdown } from './Countdown.tsx'
import { deviceName } from './device-name.ts'
import { NAME_LENGTH } from './limits.ts'
import { fingerprintWords, placeToOpen } from './link.ts'
import type { GoodLink, Pairing } from './pairing.ts'
import styles from './steps.module.css'
import { CANCEL, check as words } from './words.ts'

/** Whose relay the link leads to. Nothing is dialled before the person says so. */
export const CheckStep = (props: { readonly pairing: Pairing; readonly link: GoodLink }): JSX.Element => {
  const { face } = useServices()
  const id = createUniqueId()
  const [name, setName] = createSignal(deviceName(navigator.userAgent))
  const [missing, setMissing] = createSignal(false)
  const elsewhere = (): string | null => placeToOpen({ face, origin: location.origin }, props.link)
  const submit = (event: Event): void => {
    event.preventDefault()
    const wanted = name().trim()
    setMissing(wanted === '')
    if (wanted !== '') props.pairing.go(wanted)
  }
  return (
    <form class={styles.step} onSubmit={submit} aria-labelledby={id} novalidate>
      <h2 id={id} class={styles.title}>
        {words.title}
      </h2>
      <div class={styles.relay}>
        <p class={styles.quiet}>{words.leadsTo}</p>
        <p class={styles.origin}>{props.link.link.relay}</p>
        <p class={styles.note}>{words.relayNote}</p>
        <dl class={styles.facts}>
          <dt>{words.host}</dt>
          <dd>
            <code>{fingerprintWords(props.link.link.hostFingerprint)}</code>
          </dd>
          <dt>{words.expires}</dt>
          <dd>
            <Countdown until={props.link.link.expiresAt * 1_000} />
          </dd>
        </dl>
      </div>
      <Show
        when={elsewhere()}
        fallback={
          <>
            <TextField
              label={words.name}
              hint={words.nameNote}
              error={missing() ? words.nameMissing : null}
              value={name()}
              onText={setName}
              maxlength={NAME_LENGTH}
              autocomplete="off"
            />
            <div class={styles.buttons}>
              <Button type="submit" variant="primary">
                {words.go}
              </Button>
              <Button variant="ghost" onClick={() => props.pairing.restart()}>
                {CANCEL}
              </Button>
            </div>
          </>
        }
      >
        {(place) => (
          <>
            <Banner tone="warn" title={words.elsewhereTitle}>
              {words.elsewhere(location.origin)}
            </Banner>
            <div class={styles.buttons}>
              <a class={styles.open} href={place()} rel="noreferrer">
                {words.open}
              </a>
              <Button variant="ghost" onClick={() => props.pairing.restart()}>
                {CANCEL}
              </Button>
            </div>
          </>
        )}
      </Show>
    </form>
  )
}
