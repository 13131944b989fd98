import ArrowDown from 'lucide-solid/icons/arrow-down'
import { createEffect, createMemo, createSignal, type JSX, on, onCleanup, Show } from 'solid-js'
import { Virtualizer, type VirtualizerHandle } from 'virtua/solid'
import { Button } from '../../../ui/Button.tsx'
import { markFinds } from '../find/marks.ts'
import { AT_END_PX, type FollowState, followAfter, followAfterUp, type Position } from '../follow/follow.ts'
import { startChange } from '../rows/change.ts'
import type { Row } from '../rows/row.ts'
import { toLatest, W } from '../words.ts'
import { useTranscript } from './context.ts'
import { EarlierLine } from './EarlierLine.tsx'
import { ABOVE_PX, jumpTo } from './jump.ts'
import { lastTold, newSince } from './new-rows.ts'
import { PromptSteps } from './PromptSteps.tsx'
import { drawnAt, type Place, promptFrom, rowAt } from './place.ts'
import { RowView } from './RowView.tsx'
import styles from './Transcript.module.css'

/** Height of the line above the first row, px; the virtual list must know it. Matches Transcript.module.css. */
const EARLIER_PX = 48
/** Closer to the start than this, earlier turns are fetched before the person gets there. */
const LOAD_AHEAD_PX = 600
/** A finger that moved down by this much, px, wants to go up. */
const DRAG_PX = 4

export interface TranscriptProps {
  /** Turns before the loaded ones that can be fetched. */
  readonly earlier: number
  loadEarlier(): Promise<void>
  /** Are there older turns that this device does not hold any more? */
  readonly held: boolean
  /** Called with what can be done with the transcript from outside. */
  handle(handle: TranscriptHandle): void
}

export interface TranscriptHandle {
  /** Goes to the end and follows it from there. */
  toEnd(): void
  /** Puts a place to the top of what is seen, with what folds it away opened. False: it is not loaded. */
  toPlace(place: Place): boolean
  /** Goes to the prompt before or behind what is seen; behind the last one is the end. */
  toPrompt(step: 1 | -1): void
  focus(): void
}

/** A session's transcript: as long as it may be, only what is in sight is drawn; sticks to its end while nobody scrolls up. */
export const Transcript = (props: TranscriptProps): JSX.Element => {
  const { model, folds, finder, pointed, point } = useTranscript()
  let scroller: HTMLDivElement | undefined
  let list: VirtualizerHandle | undefined
  /** Counts what moves the transcript on purpose: a later one ends an earlier. */
  let moves = 0
  const [shown, setShown] = createSignal<{ readonly rows: readonly Row[]; readonly atStart: boolean }>({
    rows: model.rows(),
    atStart: false,
  })
  const [follow, setFollow] = createSignal<FollowState>({ following: true, top: 0 })
  const following = createMemo(() => follow().following)

  const position = (): Position => {
    if (scroller === undefined) return { top: 0, toEnd: 0 }
    const { scrollTop, scrollHeight, clientHeight } = scroller
    return { top: scrollTop, toEnd: scrollHeight - clientHeight - scrollTop }
  }
  const pin = (): void => {
    if (scroller === undefined || !following()) return
    scroller.scrollTop = scroller.scrollHeight
    setFollow({ following: true, top: scroller.scrollTop })
  }
  const goToEnd = (): void => {
    moves += 1
    setFollow({ following: true, top: position().top })
    pin()
  }
  const goToRow = (index: number): void => {
    const row = shown().rows[index]
    if (row === undefined || scroller === undefined || list === undefined) return
    const mine = ++moves
    setFollow({ following: false, top: position().top })
    point(row.key)
    const still = (): boolean => !disposed && mine === moves && shown().rows[index] === row
    jumpTo(index, { scroller, list, startPx: EARLIER_PX, still })
  }
  const toPlace = (place: Place): boolean => {
    const { row, folds: hiding } = drawnAt(shown().rows, model, place)
    if (row < 0) return false
    for (const key of hiding) folds.set(key, true)
    goToRow(row)
    return true
  }
  /** The row that is read: the last that begins at the top of what is seen, or above it. */
  const readRow = (): { index: number; begins: boolean } => {
    const offset = (index: number): number => EARLIER_PX + (list?.getItemOffset(index) ?? 0) - ABOVE_PX
    const top = position().top + 2
    const index = rowAt(shown().rows.length, (at) => offset(at) <= top)
    return { index, begins: offset(index) > top - 4 }
  }
  const toPrompt = (step: 1 | -1): void => {
    const { rows } = shown()
    const { index, begins } = readRow()
    // In the middle of a prompt, its beginning comes before the one above.
    const from = step === -1 && rows[index]?.type === 'prompt' && !begins ? index + 1 : index
    const found = promptFrom(rows, from, step)
    if (found >= 0) goToRow(found)
    else if (step === 1) goToEnd()
    else if (props.earlier > 0) void loadEarlier(true).then(() => !disposed && toLoaded())
  }
  const toLoaded = (): void => {
    const found = promptFrom(shown().rows, readRow().index, -1)
    if (found >= 0) goToRow(found)
  }
  props.handle({ toEnd: goToEnd, focus: () => scroller?.focus(), toPlace, toPrompt })

  // A virtual list can be told of a change at its start or at its end, not of both at once.
  let disposed = false
  onCleanup(() => {
    disposed = true
  })
  createEffect(
    on(
      model.rows,
      (rows) => {
        const first = startChange(shown().rows, rows)
        if (first === null) setShown({ rows, atStart: false })
        else {
          setShown({ rows: first, atStart: true })
          queueMicrotask(() => {
            if (!disposed) setShown({ rows: model.rows(), atStart: false })
          })
        }
        queueMicrotask(pin)
      },
      { defer: true },
    ),
  )

  const onScroll = (): void => {
    setFollow(followAfter(follow(), position()))
    if (!following() && follow().top < LOAD_AHEAD_PX) void loadEarlier()
  }
  const goesUp = (): void => {
    moves += 1
    setFollow(followAfterUp(follow(), position()))
  }
  // What a person opens grows below the press: following its end would take it from under their eyes.
  const onPress = (event: MouseEvent): void => {
    if (!following() || !(event.target instanceof Element) || !event.target.closest('summary, button')) return
    setFollow({ ...follow(), following: false })
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        if (!disposed && position().toEnd <= AT_END_PX) setFollow({ following: true, top: position().top })
      }),
    )
  }
  let finger = 0

  const [loading, setLoading] = createSignal(false)
  const [failed, setFailed] = createSignal(false)
  const loadEarlier = async (again = false): Promise<void> => {
    if (loading() || props.earlier === 0 || (failed() && !again)) return
    setLoading(true)
    setFailed(false)
    try {
      await props.loadEarlier()
    } catch {
      // Said in the line above the first turn, with a button to try again.
      setFailed(true)
    }
    setLoading(false)
  }

  const seen = createMemo(on(following, (now) => (now ? undefined : lastTold(model.rows()))))
  createEffect(
    on(finder, (now) => {
      if (now === null || scroller === undefined) return
      const marks = markFinds(scroller, now, pointed)
      createEffect(on(pointed, marks.again, { defer: true }))
      onCleanup(marks.end)
    }),
  )
  const hasPrompts = createMemo(() => props.earlier > 0 || promptFrom(model.rows(), 0, 1) > 0)
  const fresh = createMemo(() => (following() ? 0 : newSince(model.rows(), seen())))

  return (
    <div class={styles.frame}>
      <div
        ref={(element) => {
          scroller = element
        }}
        class={styles.scroller}
        role="log"
        aria-live="off"
        aria-label={W.transcript}
        aria-busy={model.current() !== null}
        tabindex={0}
        onClick={onPress}
        onScroll={onScroll}
        onKeyDown={(event) => {
          if (event.key !== 'End' || event.target !== scroller) return
          event.preventDefault()
          goToEnd()
        }}
        onWheel={(event) => {
          if (event.deltaY < 0) goesUp()
          else moves += 1
        }}
        onTouchStart={(event) => {
          finger = event.touches[0]?.clientY ?? 0
        }}
        onTouchMove={(event) => {
          if ((event.touches[0]?.clientY ?? 0) > finger + DRAG_PX) goesUp()
        }}
      >
        <EarlierLine
          count={props.earlier}
          held={props.held}
          loading={loading()}
          failed={failed()}
          onLoad={() => void loadEarlier(true)}
        />
        <Virtualizer
          ref={(handle) => {
            list = handle
          }}
          data={shown().rows}
          shift={shown().atStart}
          startMargin={EARLIER_PX}
          onResize={pin}
        >
          {(row) => <RowView row={row} />}
        </Virtualizer>
      </div>
      <div class={styles.jump}>
        <Show when={!following()}>
          <Button small icon={<ArrowDown />} onClick={goToEnd}>
            {toLatest(fresh())}
          </Button>
        </Show>
        <Show when={hasPrompts()}>
          <PromptSteps atEnd={following()} onStep={toPrompt} />
        </Show>
      </div>
    </div>
  )
}
