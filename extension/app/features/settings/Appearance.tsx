import { createSignal, type JSX } from 'solid-js'
import { chooseLook, type Look, readLook } from '../../state/appearance.ts'
import { Segmented } from '../../ui/Segmented.tsx'
import { Switch } from '../../ui/Switch.tsx'
import { useToast } from '../../ui/Toast.tsx'
import styles from './Settings.module.css'
import { settings as words } from './words.ts'

const THEMES = ['system', 'light', 'dark'] as const

/** Light or dark, and how strong; on this device alone. */
export const Appearance = (): JSX.Element => {
  const toast = useToast()
  const [look, setLook] = createSignal(readLook())
  const choose = (change: Partial<Look>): void => {
    setLook({ ...look(), ...change })
    if (!chooseLook(look())) toast({ text: words.notKept })
  }
  return (
    <section class={styles.part} aria-labelledby="settings-look">
      <h2 id="settings-look" class={styles.heading}>
        {words.appearance}
      </h2>
      <Segmented
        label={words.theme}
        options={THEMES.map((value) => ({ value, label: words.themes[value] }))}
        value={look().theme}
        onChange={(theme) => choose({ theme })}
      />
      <Switch
        label={words.contrast}
        hint={words.contrastHint}
        on={look().contrast === 'more'}
        onChange={(more) => choose({ contrast: more ? 'more' : 'system' })}
      />
    </section>
  )
}
