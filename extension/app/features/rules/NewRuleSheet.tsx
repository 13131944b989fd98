import { HearthError } from '@hearth/shared/protocol'
import { type RuleDraft, type RuleScope, visible } from '@hearth/shared/session'
import { createMemo, createSignal, type JSX, Show } from 'solid-js'
import type { HostView } from '../../state/host-view.ts'
import { Banner } from '../../ui/Banner.tsx'
import { Button } from '../../ui/Button.tsx'
import { Segmented } from '../../ui/Segmented.tsx'
import { SelectField } from '../../ui/SelectField.tsx'
import { Sheet } from '../../ui/Sheet.tsx'
import { TextArea } from '../../ui/TextField.tsx'
import { fitsRule, restraint, type WhatKind, whatOf } from './new-rule.ts'
import { Preview } from './Preview.tsx'
import styles from './RulesScreen.module.css'
import { newRule as words } from './words.ts'

const KINDS = (Object.keys(words.kinds) as WhatKind[]).map((value) => ({ value, label: words.kinds[value] }))
const EVERYWHERE = 'everywhere'

export interface NewRuleSheetProps {
  readonly host: HostView
  add(draft: RuleDraft): Promise<void>
  onClose(): void
}

/** A rule that asks or denies: it only ever takes away, so it needs no signature. */
const NewRuleSheet = (props: NewRuleSheetProps): JSX.Element => {
  const [effect, setEffect] = createSignal<'ask' | 'deny'>('deny')
  const [kind, setKind] = createSignal<WhatKind>('command')
  const [text, setText] = createSignal('')
  const [place, setPlace] = createSignal(EVERYWHERE)
  const [tried, setTried] = createSignal(false)
  const [busy, setBusy] = createSignal(false)
  const [failed, setFailed] = createSignal<string | null>(null)
  const places = () => [
    { value: EVERYWHERE, label: 'Everywhere on this host' },
    ...props.host
      .overview()
      .projects.map(({ id, name }) => ({ value: id, label: `The project “${visible(name)}”` })),
  ]
  const scope = (): RuleScope =>
    place() === EVERYWHERE ? { type: 'everywhere' } : { type: 'project', project: place() }
  const what = createMemo(() => whatOf(kind(), text()))
  const wrong = (): string | null => {
    const about = what()
    if (about === null) return words.needed
    return fitsRule(about) ? null : words.tooLong
  }
  const draft = createMemo((): RuleDraft | null => {
    const about = what()
    return about === null || !fitsRule(about) ? null : restraint(effect(), about, scope())
  })
  const save = async (): Promise<void> => {
    setTried(true)
    const rule = draft()
    if (rule === null) return
    setBusy(true)
    setFailed(null)
    try {
      await props.add(rule)
      props.onClose()
    } catch (error) {
      if (!(error instanceof HearthError)) throw error
      setFailed(visible(error.message))
    } finally {
      setBusy(false)
    }
  }
  return (
    <Sheet
      open
      title={words.title}
      onClose={() => props.onClose()}
      footer={
        <>
          <Button variant="primary" busy={busy()} onClick={() => void save()}>
            {words.save}
          </Button>
          <Button variant="ghost" onClick={() => props.onClose()}>
            {words.cancel}
          </Button>
        </>
      }
    >
      <div class={styles.form}>
        <Segmented
          label={words.effect}
          options={[
            { value: 'deny', label: 'Deny' },
            { value: 'ask', label: 'Always ask' },
          ]}
          value={effect()}
          onChange={setEffect}
        />
        <p class={styles.note}>{effect() === 'deny' ? words.deny : words.ask}</p>
        <SelectField
          label={words.kind}
          options={KINDS}
          value={kind()}
          onChange={(value) => setKind(value as WhatKind)}
        />
        <TextArea
          mono
          label={words.text[kind()]}
          hint={words.hint[kind()]}
          error={tried() ? wrong() : null}
          value={text()}
          rows={2}
          spellcheck={false}
          autocapitalize="off"
          onText={setText}
        />
        <SelectField label={words.where} options={places()} value={place()} onChange={setPlace} />
        <Preview host={props.host} draft={draft()} />
        <Show when={failed()}>{(why) => <Banner tone="danger">{why()}</Banner>}</Show>
      </div>
    </Sheet>
  )
}

export default NewRuleSheet
