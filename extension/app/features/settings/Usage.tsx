import { visible } from '@hearth/shared/session'
import { createMemo, createSignal, For, type JSX, Show } from 'solid-js'
import type { HostView } from '../../state/host-view.ts'
import { Segmented } from '../../ui/Segmented.tsx'
import { AskedPart } from './AskedPart.tsx'
import styles from './Settings.module.css'
import { UsageChart } from './UsageChart.tsx'
import { type Sum, sayDollars, sayTokens, sumOf, sumsBy } from './usage-sums.ts'
import { createAsked, type UsageRows } from './use-asked.ts'
import { manage as words } from './words.ts'

const PERIODS = ['1', '7', '30'] as const

/** What the turns of the last days used: a bar a day, and by agent and project. */
export const Usage = (props: { readonly host: HostView }): JSX.Element => {
  const [period, setPeriod] = createSignal<(typeof PERIODS)[number]>('7')
  const days = (): number => Number(period())
  const usage = createAsked(days, async (count) => {
    const { rows } = await props.host.actions.call('read-usage', { days: count })
    return { rows, days: count }
  })
  return (
    <section class={styles.part} aria-labelledby="manage-usage">
      <h2 id="manage-usage" class={styles.heading}>
        {words.usage}
      </h2>
      <Segmented
        label={words.period}
        options={PERIODS.map((value) => ({ value, label: words.days(Number(value)) }))}
        value={period()}
        onChange={setPeriod}
      />
      <AskedPart asked={usage}>
        {(told) => (
          <Show when={told().rows.length > 0} fallback={<p class={styles.note}>{words.noUsage}</p>}>
            <Told host={props.host} rows={told().rows} days={told().days} />
          </Show>
        )}
      </AskedPart>
    </section>
  )
}

const line = ({ turns, tokens, cost }: Sum): string =>
  [words.total(turns), words.tokens(sayTokens(tokens)), ...(cost > 0 ? [sayDollars(cost)] : [])].join(' · ')

const Told = (props: { host: HostView; rows: UsageRows; days: number }): JSX.Element => {
  const sum = createMemo(() => sumOf(props.rows))
  const agent = (id: string): string => props.host.overview().agents.find((one) => one.id === id)?.label ?? id
  const project = (id: string): string =>
    props.host.overview().projects.find((one) => one.id === id)?.name ?? words.gone
  return (
    <>
      <p>
        {words.total(sum().turns)} · {words.tokens(sayTokens(sum().tokens))} ·{' '}
        {sum().cost > 0 ? words.cost(sayDollars(sum().cost)) : words.noCost}
      </p>
      <Show when={props.days > 1}>
        <UsageChart rows={props.rows} days={props.days} />
      </Show>
      <Parts title={words.byAgent} name={agent} sums={sumsBy(props.rows, (row) => row.agent)} />
      <Parts title={words.byProject} name={project} sums={sumsBy(props.rows, (row) => row.project)} />
    </>
  )
}

const Parts = (props: {
  title: string
  sums: readonly (Sum & { readonly key: string })[]
  name(key: string): string
}): JSX.Element => (
  <div>
    <h3 class={styles.heading}>{props.title}</h3>
    <dl class={styles.sums}>
      <For each={props.sums}>
        {(sum) => (
          <div class={styles.sum}>
            <dt>{visible(props.name(sum.key))}</dt>
            <dd>{line(sum)}</dd>
          </div>
        )}
      </For>
    </dl>
  </div>
)
