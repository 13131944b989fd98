import ScanQrCode from 'lucide-solid/icons/scan-qr-code'
import { createSignal, type JSX, Show } from 'solid-js'
import { useServices } from '../../services.ts'
import { Button } from '../../ui/Button.tsx'
import { CopyLine } from '../../ui/CopyLine.tsx'
import { Mark } from '../../ui/Mark.tsx'
import { TextField } from '../../ui/TextField.tsx'
import { type LinkProblem, readLink } from './link.ts'
import type { Pairing } from './pairing.ts'
import { ScanSheet } from './ScanSheet.tsx'
import styles from './steps.module.css'
import { link as words } from './words.ts'

export interface LinkStepProps {
  readonly pairing: Pairing
  /** What is wrong with the link that was opened. */
  readonly problem: LinkProblem | null
}

/** Where to get a link, and the ways to give it to this device. */
export const LinkStep = (props: LinkStepProps): JSX.Element => {
  const { face, hub } = useServices()
  const [text, setText] = createSignal('')
  const [problem, setProblem] = createSignal<LinkProblem | null>(props.problem)
  const [scanning, setScanning] = createSignal(false)
  const isFirst = (): boolean => hub.hosts().length === 0
  const canScan = face === 'web' && navigator.mediaDevices?.getUserMedia !== undefined

  const take = (given: string): boolean => {
    const read = readLink(given, Date.now())
    if (read.ok) props.pairing.take(read)
    return read.ok
  }
  const typed = (given: string): void => {
    setText(given)
    setProblem(null)
    // A pasted link needs no further press: what follows only shows where it leads.
    if (given.trim() !== '') take(given)
  }
  const submit = (event: Event): void => {
    event.preventDefault()
    const read = readLink(text(), Date.now())
    if (read.ok) props.pairing.take(read)
    else setProblem(read.problem)
  }
  return (
    <div class={styles.step}>
      <div class={styles.welcome}>
        <Mark />
        <h2 class={styles.title}>{isFirst() ? words.welcome : words.another}</h2>
        <Show when={isFirst()}>
          <p class={styles.quiet}>{words.welcomeText}</p>
        </Show>
      </div>
      <ol class={styles.list}>
        <li class={styles.item}>
          <h3>{words.stepRun}</h3>
          <CopyLine text={words.command} label={words.copy} copied={words.copied} failed={words.notCopied} />
          <p class={styles.note}>
            {words.stepRunNote} <code>{words.commandAgain}</code>
          </p>
        </li>
        <li class={styles.item}>
          <h3>{words.stepGive}</h3>
          <form class={styles.form} onSubmit={submit} novalidate>
            <TextField
              label={words.field}
              hideLabel
              mono
              value={text()}
              onText={typed}
              placeholder={words.placeholder}
              error={problem() === null ? null : words.problem[problem() ?? 'empty']}
              hint={words.fieldNote}
              autocomplete="off"
              autocapitalize="off"
              spellcheck={false}
              inputmode="url"
            />
            <div class={styles.buttons}>
              <Button type="submit" variant="primary">
                {words.next}
              </Button>
              <Show when={canScan}>
                <Button icon={<ScanQrCode />} onClick={() => setScanning(true)}>
                  {words.scan}
                </Button>
              </Show>
            </div>
          </form>
          <p class={styles.note}>{face === 'panel' ? words.noScan : words.orPhone}</p>
        </li>
      </ol>
      <Show when={canScan}>
        <ScanSheet open={scanning()} onClose={() => setScanning(false)} onText={take} />
      </Show>
    </div>
  )
}
