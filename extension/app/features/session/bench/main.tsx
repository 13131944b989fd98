import { render } from 'solid-js/web'
import { ServicesContext } from '../../../services.ts'
import { aMessage, anId, aState, aTurn, NOW } from '../../../testing/build.ts'
import { type FakeHost, fakeHost } from '../../../testing/fake-host.ts'
import { fakeServices } from '../../../testing/fake-services.ts'
import { Frame } from '../../../ui/Frame.tsx'
import SessionScreen from '../SessionScreen.tsx'
import '../../../styles/tokens.css'
import '../../../styles/base.css'

const SESSION = anId(1)
const ANSWER =
  'It resets its state **on every render**; see `src/login.ts`.\n\n- keep it above the form\n- or depend on the name alone'

const LAST = 'The last question'
/** More than a session needs to be drawn, however long. */
const FRAMES = 600

let shown: { readonly host: FakeHost; readonly turn: number; end(): void } | undefined

/** A session of so many messages (a prompt and an answer are two), the last turn of it at work. */
const hostWith = (messages: number): { host: FakeHost; turn: number } => {
  const settled = Array.from({ length: messages / 2 - 1 }, (_, n) =>
    aTurn({ n: n + 1, prompt: `Question ${n + 1}`, blocks: [aMessage(`Answer ${n + 1}. ${ANSWER}`)] }),
  )
  const turn = messages / 2
  const current = aTurn({
    n: turn,
    prompt: LAST,
    state: 'running',
    stopReason: null,
    blocks: [],
    startedAt: NOW,
    settledAt: null,
  })
  const state = aState({ settled, current, seq: messages * 3 })
  return { host: fakeHost({ states: { [SESSION]: state } }), turn }
}

const painted = (): Promise<void> =>
  new Promise((done) => {
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel()
      port1.onmessage = () => done()
      port2.postMessage(null)
    })
  })

/** Is the end of the session on the screen? */
const isDrawn = (): boolean => document.querySelector('[role="log"]')?.textContent?.includes(LAST) ?? false

/** Opens a session of so many messages. @returns ms until it was painted */
export const open = async (messages: number): Promise<number> => {
  close()
  const { host, turn } = hostWith(messages)
  const services = fakeServices({
    hosts: [host],
    route: { screen: 'session', host: host.id, session: SESSION },
  })
  const root = document.createElement('div')
  root.style.blockSize = '100%'
  document.body.append(root)
  const start = performance.now()
  const dispose = render(
    () => (
      <ServicesContext.Provider value={services}>
        <Frame>
          <SessionScreen />
        </Frame>
      </ServicesContext.Provider>
    ),
    root,
  )
  for (let frame = 0; frame < FRAMES && !isDrawn(); frame++) await painted()
  const ms = performance.now() - start
  if (!isDrawn()) throw new Error('the end of the session was not drawn')
  shown = {
    host,
    turn,
    end: () => {
      dispose()
      root.remove()
    },
  }
  return ms
}

/** Appends so many deltas to the answer, laid out after each. @returns ms of script, style and layout per delta */
export const deltas = (count: number): number => {
  if (shown === undefined) throw new Error('nothing is open')
  const { host, turn } = shown
  const log = document.querySelector('[role="log"]')
  const start = performance.now()
  for (let n = 0; n < count; n++) {
    host.append(SESSION, { type: 'text', kind: 'message', turn, block: 0, text: `word${n} ` })
    log?.getBoundingClientRect()
  }
  return (performance.now() - start) / count
}

/** When a delta that comes now has been painted. @returns ms */
export const paint = async (): Promise<number> => {
  if (shown === undefined) throw new Error('nothing is open')
  const { host, turn } = shown
  await painted()
  const start = performance.now()
  host.append(SESSION, { type: 'text', kind: 'message', turn, block: 0, text: 'late ' })
  await painted()
  return performance.now() - start
}

/** The same for a page that does nothing but put the text into a node: what a frame costs here. @returns ms */
export const barePaint = async (): Promise<number> => {
  const text = document.createTextNode('')
  document.body.prepend(text)
  await painted()
  const start = performance.now()
  text.appendData('late ')
  await painted()
  const ms = performance.now() - start
  text.remove()
  return ms
}

/** Streams text into the answer at a pace, each piece on its own as it comes from a host. @returns pieces */
export const stream = async (perSecond: number, seconds: number): Promise<number> => {
  if (shown === undefined) throw new Error('nothing is open')
  const { host, turn } = shown
  const count = perSecond * seconds
  const start = performance.now()
  for (let n = 0; n < count; n++) {
    const due = start + (n * 1000) / perSecond
    await new Promise((done) => setTimeout(done, Math.max(0, due - performance.now())))
    host.append(SESSION, {
      type: 'text',
      kind: 'message',
      turn,
      block: 0,
      text: n % 40 === 39 ? 'end.\n\n' : `word${n} `,
    })
  }
  await painted()
  return count
}

/** What a screen costs that draws all of so many messages anew for each delta. @returns ms per delta */
export const naive = (messages: number, count: number): number => {
  const list = document.createElement('div')
  list.style.cssText = 'position:fixed;inset:0;overflow:auto;visibility:hidden'
  document.body.append(list)
  const texts = Array.from({ length: messages }, (_, n) => `Message ${n}. ${ANSWER}`)
  const start = performance.now()
  for (let n = 0; n < count; n++) {
    texts[messages - 1] += ` word${n}`
    const drawn = texts.map((text) => {
      const message = document.createElement('div')
      message.append(
        ...text
          .split('\n\n')
          .map((block) => Object.assign(document.createElement('p'), { textContent: block })),
      )
      return message
    })
    list.replaceChildren(...drawn)
    list.getBoundingClientRect()
  }
  const ms = (performance.now() - start) / count
  list.remove()
  return ms
}

export const close = (): void => {
  shown?.end()
  shown = undefined
}
