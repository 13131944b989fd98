import { type RuleStarter, visible } from '@hearth/shared/session'
import { For, type JSX, Show } from 'solid-js'
import { Chip } from '../../ui/Chip.tsx'
import { CopyLine } from '../../ui/CopyLine.tsx'
import { Fold } from '../../ui/Fold.tsx'
import { EFFECT_TONE } from './RuleRow.tsx'
import styles from './RulesScreen.module.css'
import { What } from './What.tsx'
import { EFFECT, screen as words } from './words.ts'

/** Ready-made sets of rules with all that is in them; the owner switches them at the host. */
export const Starters = (props: { starters: readonly RuleStarter[] }): JSX.Element => (
  <Show when={props.starters.length > 0}>
    <section class={styles.section} aria-label={words.starters}>
      <h2 class={styles.heading}>{words.starters}</h2>
      <p class={styles.note}>{words.startersLead}</p>
      <For each={props.starters}>
        {(starter) => (
          <Fold
            summary={
              <span class={styles.starter}>
                <span>{visible(starter.title)}</span>
                <Chip tone={starter.enabled ? 'ok' : 'plain'}>{starter.enabled ? words.on : words.off}</Chip>
              </span>
            }
          >
            <div class={styles.set}>
              <p>{visible(starter.description)}</p>
              <ul class={styles.list} aria-label={words.rulesOf(starter.rules.length)}>
                <For each={starter.rules}>
                  {(rule) => (
                    <li class={styles.what}>
                      <Chip tone={EFFECT_TONE[rule.effect]}>{EFFECT[rule.effect]}</Chip>{' '}
                      <What what={rule.what} />
                    </li>
                  )}
                </For>
              </ul>
              <CopyLine
                text={(starter.enabled ? words.switchOff : words.switchOn)(starter.id)}
                label={words.copyCommand}
                copied={words.copied}
                failed={words.notCopied}
              />
            </div>
          </Fold>
        )}
      </For>
    </section>
  </Show>
)
